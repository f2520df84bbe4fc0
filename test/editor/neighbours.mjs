// Layer (b) again, beside an extension for YAML: nothing is said or proposed twice, and nobody's settings are changed.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runJourney } from './journey.mjs'
import { packExtension } from './packExtension.mjs'
import { goTo, openWorkbench, runCommand } from './workbench.mjs'

const at = name => fileURLToPath(new URL(name, import.meta.url))

/** Runs the journey; resolves to `{ passed, failed }`. `folder` is fresh and its own. */
export function runNeighbours(around) {
  const beside = [packExtension(join(around.folder, 'neighbour.vsix'), at('neighbour/extension'))]
  const { folder } = around
  const settingsFile = join(folder, 'data', 'data', 'User', 'settings.json')
  const stepsOf = (page, port, { workspace }) => new Journey(page, port, workspace, settingsFile).steps()
  return runJourney(
    'neighbours',
    { files: at('neighbour/workspace'), beside, isTrusted: true, stepsOf },
    around,
  )
}

class Journey {
  constructor(page, port, workspace, settingsFile) {
    this.page = page
    this.port = port
    this.workspace = workspace
    this.settingsFile = settingsFile
  }

  steps() {
    return [
      { title: 'advises the tags of CloudFormation, and changes no setting', run: () => this.advises() },
      { title: 'copies the tags and opens the settings that they belong to', run: () => this.copies() },
      { title: 'advises once', run: () => this.advisesOnce() },
      { title: 'a fault of structure is said once', run: () => this.saysOnce() },
      { title: 'a fault of JSON is said once, by VS Code', run: () => this.saysJsonOnce() },
      { title: 'a key that both know is proposed once, ours still are', run: () => this.proposesOnce() },
      { title: 'its outline has a short name beside the other', run: () => this.namesOutline() },
    ]
  }

  async advises() {
    const { page } = this
    await openWorkbench(page, { port: this.port, folder: this.workspace })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await this.open('template.yaml')
    // The window of a test shows no notification by itself.
    await page.locator('[id="status.notifications"] .codicon-bell-dot').waitFor()
    await runCommand(page, 'Notifications: Show Notifications')
    const text = await this.advice().locator('.notification-list-item-message').innerText()
    assert.match(text, /marks CloudFormation's short tags such as !Ref as unknown.*'yaml\.customTags'/)
  }

  async copies() {
    const { page } = this
    await this.advice().getByRole('button', { name: 'Copy Tags and Open settings.json' }).click()
    await page.locator('.tabs-container .tab.active', { hasText: 'settings.json' }).waitFor()
    await page.getByText('The tags are copied: paste them into these settings').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    assert.ok(JSON.parse(`{${copied}}`)['yaml.customTags'].includes('!Ref scalar'), copied)
    assert.doesNotMatch(readFileSync(this.settingsFile, 'utf8'), /yaml\./)
    assert.equal(await page.locator('.tabs-container .tab.dirty').count(), 0)
  }

  async advisesOnce() {
    await this.open('openapi.yaml')
    await this.open('template.yaml')
    await runCommand(this.page, 'Notifications: Show Notifications')
    await this.page.locator('.notifications-center').waitFor()
    assert.equal(await this.advice().count(), 0)
    await this.page.keyboard.press('Escape')
  }

  async saysOnce() {
    const { page } = this
    await this.open('openapi.yaml')
    await page.keyboard.press('Control+Shift+M')
    const rows = page.locator('.markers-panel .monaco-list-row')
    await rows.filter({ hasText: 'Incorrect type' }).waitFor()
    await rows.filter({ hasText: 'gatehouse' }).first().waitFor()
    assert.equal(await rows.filter({ hasText: 'schema-type' }).count(), 0)
    await page.keyboard.press('Control+Shift+M')
  }

  async saysJsonOnce() {
    const { page } = this
    const file = join(this.workspace, 'shop.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Orders",', '"Orders"'))
    await this.open('shop.json')
    await page.keyboard.press('Control+Shift+M')
    const rows = page.locator('.markers-panel .monaco-list-row')
    await rows.filter({ hasText: 'Expected comma' }).waitFor()
    await rows.filter({ hasText: /knows no integration type 'mick', so 'GET \/orders'/ }).waitFor()
    assert.equal(await rows.filter({ hasText: 'gatehouse(syntax' }).count(), 0)
    await page.keyboard.press('Control+Shift+M')
  }

  async proposesOnce() {
    const { page } = this
    await this.open('openapi.yaml')
    await goTo(page, 6, 1)
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Space')
    const rows = page.locator('.suggest-widget.visible .monaco-list-row')
    await rows.filter({ hasText: 'x-amazon-apigateway-integration' }).waitFor()
    assert.equal(await rows.filter({ hasText: 'callbacks' }).count(), 1)
    await page.keyboard.press('Escape')
    await runCommand(page, 'File: Revert File')
  }

  async namesOutline() {
    const { page } = this
    await goTo(page, 5, 6)
    await page.locator('.pane-header', { hasText: 'Outline' }).click()
    await page.locator('.outline-pane .monaco-list-row', { hasText: /^Gatehouse$/ }).waitFor()
    await page.locator('.breadcrumbs-control .monaco-breadcrumb-item', { hasText: /^Gatehouse$/ }).waitFor()
  }

  /** From the explorer, since the files are two and in sight. */
  async open(name) {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick()
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor()
    await this.page.locator('.monaco-editor .view-line').first().waitFor()
  }

  advice() {
    return this.page.locator('.notifications-center .notification-list-item', { hasText: 'YAML extension' })
  }
}
