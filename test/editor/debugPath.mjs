// Layer (b) once more, for debugging: what is looked at and clicked where something stands still.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvokePanel } from './invokePanel.mjs'
import { runJourney } from './journey.mjs'
import { processesUnder } from './processes.mjs'
import { goTo, openFile, openPath, openRoute, openWorkbench, runCommand } from './workbench.mjs'

const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'gatehouse.gateway.port': 0 }

/** Runs the path; resolves to `{ passed, failed }`. `folder` is fresh and its own. */
export function runDebugPath(around) {
  const files = fileURLToPath(new URL('fixtures/compound', import.meta.url))
  const stepsOf = (...window) => new DebugPath(...window).steps()
  return runJourney('debug', { files, settings, stepsOf }, around)
}

class DebugPath {
  constructor(page, port, { workspace, outputFolder }) {
    this.page = page
    this.port = port
    this.workspace = workspace
    this.outputFolder = outputFolder
    this.panel = new InvokePanel(page)
    this.pictures = 0
  }

  steps() {
    const step = (title, run) => ({ title, run: run.bind(this) })
    return [
      step('in Restricted Mode nothing is debugged, and the window says why', this.refuseUntrusted),
      step('every gateway is listed as a configuration without a launch.json', this.listConfigurations),
      step('the lens of a template stops at its first line, with its variables', this.debugTemplate),
      step('a debugged test of a template stops, and fails with what differs', this.debugTemplateTest),
      step('a debugged test of a route stops in its template, and passes', this.debugRouteTest),
      step('a test that is stopped in the middle leaves no process', this.stopTest),
      step('the panel says where its request is held, leads there and lets it go on', this.holdFromPanel),
    ]
  }

  async refuseUntrusted() {
    await openWorkbench(this.page, { port: this.port, folder: this.workspace })
    await this.page.getByRole('button', { name: 'Restricted Mode' }).waitFor()
    await openFile(this.page, 'template.yaml')
    await this.page.keyboard.press('F5')
    const dialog = this.page.locator('.monaco-dialog-box')
    await dialog.getByText(/trust/i).first().waitFor()
    await this.picture()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await this.page.waitForTimeout(1_000)
    assert.deepEqual(this.programs(), [])
    await this.page.locator('.part.banner').getByRole('button', { name: 'Manage' }).click()
    const editor = this.page.locator('.workspace-trust-editor')
    await editor.getByRole('button', { name: 'Trust', exact: true }).click()
    await this.page.getByRole('button', { name: 'Restricted Mode' }).waitFor({ state: 'detached' })
    await this.page.getByRole('button', { name: 'Close Modal Editor (Escape)' }).click()
    await editor.waitFor({ state: 'detached' })
  }

  async listConfigurations() {
    await runCommand(this.page, 'Debug: Select and Start Debugging')
    await this.quickRow('API Gateway (Gatehouse)').click()
    await this.quickRow('Debug gateway: Compound').waitFor()
    await this.quickRow('Debug gateway: Strings').waitFor()
    await this.picture()
    await this.page.keyboard.press('Escape')
    await this.page.keyboard.press('Escape')
  }

  async debugTemplate() {
    await openPath(this.page, 'list.vtl')
    await this.page.locator('.codelens-decoration a:visible', { hasText: 'Debug' }).first().click()
    await this.standsAt('list.vtl', 1)
    await this.page.keyboard.press('F10')
    await this.standsAt('list.vtl', 2)
    await this.picture()
    await this.page.keyboard.press('F5')
    await this.isOver()
  }

  async debugTemplateTest() {
    await this.breakAt('list.vtl', '$item.name')
    await this.debugTest('Names are listed')
    await this.standsAt('list.vtl', 3)
    await this.openScope()
    await this.variable('$item').waitFor()
    await this.picture()
    await this.page.keyboard.press('F5')
    await this.isOver()
    await this.result('output is not the text that is expected', 'failed').waitFor()
    await this.picture()
  }

  async debugRouteTest() {
    await this.breakAt('template.yaml', '{"customer": "$customer"')
    await this.debugTest('An order is taken')
    await this.standsAt('template.yaml', this.lineOf('template.yaml', '{"customer": "$customer"'))
    await this.page.keyboard.press('F5')
    await this.isOver()
    await this.result('An order is taken', 'passed').waitFor()
  }

  async stopTest() {
    await this.debugTest('An order is taken')
    await this.standsAt('template.yaml', this.lineOf('template.yaml', '{"customer": "$customer"'))
    await this.page.keyboard.press('Shift+F5')
    await this.isOver()
    assert.deepEqual(await this.noPrograms(), [])
  }

  async holdFromPanel() {
    await openRoute(this.page, 'POST /reserve', this.panel)
    const { frame } = this.panel
    await this.panel.openAuth()
    await this.panel.choose('reader')
    // Where the definition stands in a column of its own the panel stays in sight.
    await openPath(this.page, 'template.yaml', 'Control+Enter')
    await this.panel.sendButton.focus()
    await this.page.keyboard.press('Control+Shift+Enter')
    await frame.getByRole('heading', { name: 'Held in the request template' }).waitFor()
    const line = this.lineOf('template.yaml', '{"customer": "$customer"')
    await this.picture()
    await frame
      .locator('.trace .bar')
      .getByRole('button', { name: `template.yaml:${line}` })
      .click()
    await this.page.getByText(`Ln ${line}, Col`).waitFor()
    await frame.getByRole('button', { name: 'Continue' }).click()
    await frame.locator('.answer .status').waitFor()
    assert.match(await this.panel.status(), /^200/)
    await this.page.locator('.debug-top-stack-frame-line').waitFor({ state: 'detached' })
    await this.picture()
  }

  /** Debugs one test by the command of its place in the file. */
  async debugTest(name) {
    await openPath(this.page, 'template.gatehouse.yaml')
    await goTo(this.page, this.lineOf('template.gatehouse.yaml', name), 15)
    await this.page.locator('.monaco-editor .testing-run-glyph').first().waitFor()
    await runCommand(this.page, 'Test: Debug Test at Cursor')
  }

  async breakAt(file, text) {
    await openPath(this.page, file)
    await goTo(this.page, this.lineOf(file, text), 1)
    await this.page.keyboard.press('F9')
    await this.page.locator('.codicon-debug-breakpoint').first().waitFor()
  }

  lineOf(file, text) {
    const lines = readFileSync(join(this.workspace, file), 'utf8').split('\n')
    return lines.findIndex(line => line.includes(text)) + 1
  }

  async standsAt(file, line) {
    await this.page.locator('.tabs-container .tab.active', { hasText: file }).waitFor()
    await this.page.locator('.debug-top-stack-frame-line').waitFor()
    await this.page.getByText(`Ln ${line}, Col`).waitFor()
  }

  async isOver() {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' })
  }

  /** The first one may come closed. */
  async openScope() {
    const scope = this.page.locator('.debug-variables .monaco-list-row').first()
    await scope.waitFor()
    await this.page.waitForTimeout(500)
    if ((await scope.getAttribute('aria-expanded')) === 'false') await scope.click()
  }

  variable(name) {
    return this.page.locator('.debug-variables .monaco-list-row', { hasText: name }).first()
  }

  /** A row of the last run, by what it shows and its icon. */
  result(shown, state) {
    const rows = this.page.locator('.test-output-peek-tree .monaco-list-row').filter({ hasText: shown })
    return rows.filter({ has: this.page.locator(`.codicon-testing-${state}-icon`) }).first()
  }

  quickRow(label) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first()
  }

  /** Programs that run gateways, tests or templates of the workspace. */
  programs() {
    const running = processesUnder(this.workspace).map(({ command }) => command)
    return running.filter(command => /gatehouse\.js (serve|debug|test)\b|[bB]ootstrap/.test(command))
  }

  async noPrograms() {
    for (let attempt = 0; attempt < 100 && this.programs().length > 0; attempt += 1) {
      await this.page.waitForTimeout(100)
    }
    return this.programs()
  }

  async picture() {
    this.pictures += 1
    await this.page.waitForTimeout(400)
    await this.page.screenshot({ path: join(this.outputFolder, `debug-${this.pictures}.png`) })
  }
}
