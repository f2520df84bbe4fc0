import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export interface Tab<T extends string> {
  readonly id: T
  readonly title: string
  /** What is inside, so that nobody opens a tab to find it empty. */
  readonly value?: string
}

interface Props<T extends string> {
  readonly label: string
  /** Prefix of the ids that join tabs and their panel. */
  readonly idPrefix: string
  readonly tabs: readonly Tab<T>[]
  readonly chosen: T
  readonly onChoose: (tab: T) => void
  readonly class?: string
  /** Tools at the right end. */
  readonly children?: ComponentChildren
}

/**
 * One row of tabs with one tab stop; arrow keys, Home and End move. Where they do not fit, long values are cut, and then the
 * row scrolls to the chosen one.
 */
export function Tabs<T extends string>(props: Props<T>) {
  const { label, idPrefix, tabs, chosen, onChoose, children } = props
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    list.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    const index = nextIndex(
      event.key,
      tabs.findIndex(tab => tab.id === chosen),
      tabs.length,
    )
    const next = index === undefined ? undefined : tabs[index]
    if (!next) return
    event.preventDefault()
    onChoose(next.id)
    list.current?.querySelector<HTMLElement>(`#${idPrefix}-tab-${next.id}`)?.focus()
  }
  return (
    <div class={`tabs ${props.class ?? ''}`}>
      <div class="tablist" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            class={`t${tab.id === chosen ? ' on' : ''}${(tab.value?.length ?? 0) > shortValue ? ' long' : ''}`}
            id={`${idPrefix}-tab-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${idPrefix}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            title={(tab.value?.length ?? 0) > shortValue ? `${tab.title} ${tab.value}` : undefined}
            onClick={() => onChoose(tab.id)}
          >
            <span>{tab.title}</span>
            {tab.value !== undefined && <span class="v">{tab.value}</span>}
          </button>
        ))}
      </div>
      {children !== undefined && <div class="tools">{children}</div>}
    </div>
  )
}

/** What the chosen tab shows. */
export function TabPanel(props: { idPrefix: string; chosen: string; children: ComponentChildren }) {
  return (
    <div
      class="tabpanel"
      role="tabpanel"
      id={`${props.idPrefix}-panel`}
      aria-labelledby={`${props.idPrefix}-tab-${props.chosen}`}
    >
      {props.children}
    </div>
  )
}

/** Characters of a value that is never cut. */
const shortValue = 4

function nextIndex(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (current + 1) % count
  if (key === 'ArrowLeft') return (current + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
