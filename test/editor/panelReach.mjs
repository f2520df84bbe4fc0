// What of a panel can be reached: by keys alone, and at any size of the window.
import assert from 'node:assert/strict'
import { runCommand } from './workbench.mjs'

/** The page of the webview that is shown, to be asked from inside. */
export async function contentFrame(page) {
  const outer = await page.locator('iframe.webview.ready:visible').last().elementHandle()
  const inner = await (await outer.contentFrame()).locator('iframe#active-frame').elementHandle()
  return inner.contentFrame()
}

/** Puts the keyboard's focus into the editor that is shown, as a user without a mouse does. */
export async function focusEditor(page) {
  await runCommand(page, 'View: Focus Active Editor Group')
  // The webview takes it a moment later.
  await page.waitForTimeout(300)
}

/**
 * Where the keyboard is in a webview: `request, tab Params 1`; undefined when it is in VS Code's own parts. Fails when the
 * focus cannot be seen there.
 */
export async function focusIn(frame) {
  const found = await frame.evaluate(() => {
    const element = document.activeElement
    if (!document.hasFocus() || !element || element === document.body) return undefined
    // A row, a chip or an editor shows the focus of what is inside or around it.
    const near = [element, ...element.children, element.parentElement, element.closest('.code-area, .url')]
    const isSeen = near.some(each => {
      const style = each && getComputedStyle(each)
      if (!style) return false
      const focus = getComputedStyle(document.documentElement).getPropertyValue('--vscode-focusBorder').trim()
      const probe = document.createElement('i')
      probe.style.color = focus
      document.body.append(probe)
      const colour = getComputedStyle(probe).color
      probe.remove()
      const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
      return hasOutline || style.boxShadow !== 'none' || style.borderTopColor === colour
    })
    const name = element.getAttribute('aria-label') ?? element.innerText ?? element.title
    const role = element.getAttribute('role') ?? element.tagName.toLowerCase()
    const region = element.closest('[data-region]')?.dataset.region
    const where = [region, `${role} ${name.replaceAll(/\s+/g, ' ').trim()}`].filter(Boolean).join(', ')
    return { where, isSeen }
  })
  if (found) assert.ok(found.isSeen, `nothing shows that the focus is on ${found.where}`)
  return found?.where
}

/** Presses Tab until the keyboard leaves the webview; all that it came by. */
export async function walkByTab(page, frame) {
  const stops = []
  for (let stop = await focusIn(frame); stops.length < 100; stop = await focusIn(frame)) {
    if (stop !== undefined) stops.push(stop)
    else if (stops.length > 0) return stops
    await page.keyboard.press('Tab')
    await page.waitForTimeout(40)
  }
  throw new Error(`Tab does not leave the panel: ${stops.slice(-5).join('; ')}`)
}

/** What of the controls in a webview a user cannot get at: cut off at the sides, or covered by something. */
export function unreachable(frame) {
  return frame.evaluate(() => {
    const controls = document.querySelectorAll(
      'button, input, select, textarea, a, [role=treeitem], [role=radio]',
    )
    const width = document.documentElement.clientWidth
    const faults = []
    if (document.documentElement.scrollWidth > width) faults.push('the page scrolls sideways')
    for (const control of controls) {
      // A row of a tree holds its details as well.
      const element = control.matches('[role=treeitem]') ? control.firstElementChild : control
      if (!element.checkVisibility({ visibilityProperty: true })) continue
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const name = control.getAttribute('aria-label') ?? control.textContent ?? ''
      const what = `${control.tagName.toLowerCase()} '${name.replaceAll(/\s+/g, ' ').trim().slice(0, 40)}'`
      if (left < -1 || right > width + 1)
        faults.push(`${what} is cut off: ${Math.round(left)} to ${Math.round(right)} of ${width}`)
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const isHit = hit && (element.contains(hit) || hit.contains(element))
      if (!isHit) faults.push(`${what} is covered by ${hit?.className ?? 'nothing'}`)
    }
    return faults
  })
}

/**
 * Notes what the window asks for that is neither VS Code's server nor a file of the extension; gives the addresses, which
 * grow as more is asked for. Webviews get their files under an address that VS Code's service worker answers.
 */
export function requestsOutside(page, { port, extensions }) {
  const outside = []
  page.context().on('request', request => {
    const { protocol, host, pathname } = new URL(request.url())
    const isServer = host === `127.0.0.1:${port}` || protocol === 'blob:' || protocol === 'data:'
    const isOwnFile =
      host.endsWith('.vscode-resource.vscode-cdn.net') && decodeURIComponent(pathname).startsWith(extensions)
    if (!isServer && !isOwnFile) outside.push(request.url())
  })
  return outside
}
