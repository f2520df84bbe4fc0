import { webview } from './workbench.mjs'

/** The invoke panel as its user sees it: by names of controls, regions and rows. */
export class InvokePanel {
  constructor(page) {
    this.frame = webview(page)
  }

  get sendButton() {
    return this.frame.getByRole('button', { name: /^(Start and send|Send)$/ })
  }

  async waitUntilReady() {
    await this.sendButton.waitFor()
  }

  /** Sends the request as the panel made it from the definition, and waits for the answer. */
  async send() {
    await this.sendButton.click()
    await this.frame.locator('.answer .status').waitFor()
    await this.sendButton.waitFor()
  }

  /** Shows who can be chosen to call; beside the definition the request is folded. */
  async openAuth() {
    const fold = this.frame.locator('.request-fold')
    if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
    await this.frame.getByRole('tab', { name: /^Auth/ }).click()
  }

  /** Chooses an identity of the file, once the panel knows it. */
  async choose(identity) {
    const row = this.frame.getByRole('radio', { name: new RegExp(`^${identity}\\b`) })
    await row.click()
    await this.frame.getByRole('radio', { name: new RegExp(`^${identity}\\b`), checked: true }).waitFor()
  }

  /** `200 OK` */
  async status() {
    return (await this.frame.locator('.answer .status').innerText()).trim()
  }

  /** The whole text of the answer's body, as it is shown. */
  async body() {
    const lines = await this.frame
      .getByRole('textbox', { name: 'Answer body' })
      .locator('.cm-line')
      .allTextContents()
    return lines.join('\n')
  }

  /** Wide enough for the source links in the rows of the trace. */
  async waitUntilWide() {
    await this.rows.locator('.src').first().waitFor()
  }

  /** `{ name, source, hasRun }` of each step; `source` is `template.yaml:41`, empty when the row has none. */
  async trace() {
    return this.rows.evaluateAll(rows =>
      rows.map(row => ({
        name: row.querySelector('.name')?.textContent.trim() ?? '',
        source: row.querySelector('.src')?.textContent.trim() ?? '',
        // What a screen reader says of the row: `Integration, passed, 24 milliseconds, ...`.
        hasRun: !/^[^,]+, (skipped|not reached)\b/.test(row.getAttribute('aria-label') ?? ''),
      })),
    )
  }

  /** Clicks the source link of the step with this name. */
  async openSource(name) {
    const named = this.frame.locator('.name', { hasText: new RegExp(`^${name}$`) })
    await this.rows.filter({ has: named }).first().locator('.src').click()
  }

  get rows() {
    return this.frame.getByRole('tree', { name: 'Trace' }).getByRole('treeitem')
  }
}
