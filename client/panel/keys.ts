/** What the keys of the whole panel do. */
export interface PanelCommands {
  readonly send: () => void
  /** Unset where nothing is debugged. */
  readonly sendAndDebug?: () => void
  readonly cancel: () => void
}

/**
 * Ctrl+Enter (Cmd+Enter) sends, with Shift and debugs, Esc cancels, F6 and Shift+F6 walk through the regions. Returns what takes the keys
 * off again. Keys that do something are kept from VS Code, which listens on the webview's window.
 */
export function onPanelKeys(commands: PanelCommands): () => void {
  const onCapture = (event: KeyboardEvent) => {
    const sending = event.shiftKey ? commands.sendAndDebug : commands.send
    if (sending && event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      claim(event)
      sending()
    } else if (event.key === 'F6' && !event.ctrlKey && !event.altKey && moveRegion(event.shiftKey ? -1 : 1)) {
      claim(event)
    }
  }
  // Bubbling: a menu or the find bar of an editor takes its own Esc first.
  const onBubble = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) commands.cancel()
  }
  document.addEventListener('keydown', onCapture, true)
  document.addEventListener('keydown', onBubble)
  return () => {
    document.removeEventListener('keydown', onCapture, true)
    document.removeEventListener('keydown', onBubble)
  }
}

/** Past the last region nothing is claimed, so that F6 leads on to VS Code's next part. */
function moveRegion(step: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  const current = regions.findIndex(region => region.contains(document.activeElement))
  const start = current === -1 && step === -1 ? regions.length : current
  for (let index = start + step; index >= 0 && index < regions.length; index += step) {
    const target = firstStop(regions[index])
    if (!target) continue
    target.focus()
    return true
  }
  return false
}

/** Of the part that a region is for (`data-main`), if it says so; else of all of it. */
function firstStop(region: HTMLElement | undefined): HTMLElement | undefined {
  const main = region?.querySelector('[data-main]') ?? region
  const stops = main?.querySelectorAll<HTMLElement>(
    '[tabindex="0"], input:not([disabled]), select, button:not([disabled]):not([tabindex="-1"]), [contenteditable="true"]',
  )
  return [...(stops ?? [])].find(element => element.checkVisibility())
}

function claim(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}
