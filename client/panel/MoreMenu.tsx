import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './Icon.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon: string
  /** The keys that do the same. */
  readonly keys?: readonly string[]
  readonly run: () => void
}

interface Props {
  readonly items: readonly MenuItem[]
  /** What the menu is for, as its tooltip and for screen readers. */
  readonly label: string
  readonly icon?: string
  readonly class?: string
  readonly isDisabled?: boolean
}

/** The `...` button and its menu, or another button's; arrow keys move, Esc closes and gives the focus back. */
export function MoreMenu({ items, label, icon = 'ellipsis', isDisabled = false, ...props }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const itemElements = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  // Before the next key: it belongs to the menu already.
  useLayoutEffect(() => {
    if (!isOpen) return
    itemElements()[0]?.focus()
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [isOpen])

  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return
    const elements = itemElements()
    const index = elements.findIndex(element => element === document.activeElement)
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key]
    if (next !== undefined) elements.at(next % elements.length)?.focus()
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div class="more" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={props.class ?? 'tool'}
        ref={button}
        title={label}
        aria-label={label}
        disabled={isDisabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div class="menu" role="menu" aria-label={label}>
          {items.map(item => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close()
                item.run()
              }}
            >
              <Icon name={item.icon} />
              <span class="grow">{item.label}</span>
              {item.keys && <span class="dim">{item.keys.join('+')}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
