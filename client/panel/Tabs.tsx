import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'

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

/** A row of tabs with one tab stop; arrow keys, Home and End move. */
export function Tabs<T extends string>(props: Props<T>) {
  const { label, idPrefix, tabs, chosen, onChoose, children } = props
  const list = useRef<HTMLDivElement>(null)
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
            class={tab.id === chosen ? 't on' : 't'}
            id={`${idPrefix}-tab-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${idPrefix}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.title}
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

function nextIndex(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (current + 1) % count
  if (key === 'ArrowLeft') return (current + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
