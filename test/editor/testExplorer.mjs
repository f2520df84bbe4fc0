// Layer (b) again, for tests: they are found, run, told with what differs, and made from the panel.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokePanel } from './invokePanel.mjs'
import { runJourney } from './journey.mjs'
import { openFile, openRoute, openWorkbench, runCommand, takeScreenshots } from './workbench.mjs'

const settings = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'gatehouse.gateway.port': 0,
}

/** Runs the journey; resolves to `{ passed, failed }`. `folder` is fresh and its own. */
export function runTestExplorer({ example, ...around }) {
  const stepsOf = (...window) => new Journey(...window).steps()
  return runJourney('tests', { files: example, settings, isTrusted: true, stepsOf }, around)
}

class Journey {
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
      step('the tests of the workspace stand in the Test Explorer and in the gutter', this.discover),
      step('all of them run; the one that fails is marked', this.runAll),
      step('the failing one shows what differs, at its line', this.seeDifference),
      step('continuous run follows what is saved, without a further click', this.runContinuously),
      step('Save as test in the panel makes a test of the last answer', this.saveRoute),
      step('the saved test stands in the Test Explorer and passes', this.runSaved),
      step('Save as test in the trace makes a test of a template', this.saveTemplate),
    ]
  }

  async discover() {
    // So one of the tests fails: this book has another title.
    this.writeHandler('The Lamp')
    await openWorkbench(this.page, { port: this.port, folder: this.workspace })
    await openFile(this.page, 'template.gatehouse.yaml')
    await this.page.locator('.activitybar .action-item a[aria-label="Testing"]').click()
    const file = this.row('template.gatehouse.yaml')
    await file.waitFor()
    await file.locator('.monaco-tl-twistie').click()
    await this.row('A book that is there').waitFor()
    await this.page.locator('.monaco-editor .testing-run-glyph').first().waitFor()
    await this.picture()
  }

  async runAll() {
    await runCommand(this.page, 'Test: Run All Tests')
    await this.row(/A book that is there/, /failed/i).waitFor()
    await this.row(/A path that the shop does not have/, /passed/i).waitFor()
    await this.row(/Health tells the stage/, /passed/i).waitFor()
    await this.picture()
  }

  async seeDifference() {
    await this.row('A book that is there').dblclick()
    const difference = this.page.locator('.test-output-peek .monaco-diff-editor')
    // The failures are gone through from the place of the caret on.
    for (let attempt = 1; attempt <= 4 && !(await difference.first().isVisible()); attempt += 1) {
      await runCommand(this.page, 'Test: Go to Next Test Failure')
      await difference
        .first()
        .waitFor({ timeout: 3_000 })
        .catch(() => {})
    }
    assert.ok(await difference.first().isVisible(), 'no failure shows a difference')
    await this.picture()
    await this.page.keyboard.press('Escape')
  }

  async runContinuously() {
    await runCommand(this.page, 'Test: Start Continuous Run')
    await this.page.waitForTimeout(1000)
    await this.picture()
    this.writeHandler('The Lighthouse')
    await this.row(/A book that is there/, /passed/i).waitFor()
    this.writeHandler('The Lamp')
    await this.row(/A book that is there/, /failed/i).waitFor()
    await this.picture()
    await runCommand(this.page, 'Test: Stop Continuous Run')
  }

  async saveRoute() {
    await openRoute(this.page, 'GET /books/{bookId}', this.panel)
    await this.panel.send()
    await this.panel.frame.getByRole('button', { name: 'Save as test' }).click()
    await this.page.locator('.tabs-container .tab.active', { hasText: 'template.gatehouse.yaml' }).waitFor()
    await this.fileHas('- name: GET /books/b-1043 gives 200')
    const text = this.text()
    assert.match(text, /title: The Lamp/)
    assert.doesNotMatch(text, /very-secret/)
    await this.picture()
  }

  async runSaved() {
    await this.row('GET /books/b-1043 gives 200').waitFor()
    await runCommand(this.page, 'Test: Run All Tests')
    await this.row(/GET \/books\/b-1043 gives 200/, /passed/i).waitFor()
    await this.picture()
  }

  async saveTemplate() {
    await openRoute(this.page, 'GET /health', this.panel)
    await this.panel.send()
    const { frame } = this.panel
    await this.panel.rows.filter({ hasText: 'Integration response' }).first().click()
    await frame.getByRole('tab', { name: /^Template/ }).click()
    await frame.getByRole('button', { name: 'Save as test of this template' }).click()
    await this.fileHas('- name: The response template of GET /health')
    await runCommand(this.page, 'Test: Run All Tests')
    await this.row(/The response template of GET \/health/, /passed/i).waitFor()
    await this.picture()
  }

  /** A row of the Test Explorer, by what it shows and what a screen reader says of it. */
  row(shown, spoken = /./) {
    const rows = this.page.locator('.test-explorer .monaco-list-row').filter({ hasText: shown })
    return rows.and(this.page.getByRole('treeitem', { name: spoken })).first()
  }

  /** What the function answers from now on. */
  writeHandler(title) {
    const handler = `exports.handler = async event => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'Set-Cookie': 'session=very-secret' },
  body: JSON.stringify({ bookId: event.pathParameters.bookId, title: '${title}', author: 'P. D. James', price: 12.5 }),
})
`
    writeFileSync(join(this.workspace, 'src', 'books', 'get.js'), handler)
  }

  text() {
    return readFileSync(join(this.workspace, 'template.gatehouse.yaml'), 'utf8')
  }

  async fileHas(text) {
    for (let attempt = 0; attempt < 100 && !this.text().includes(text); attempt += 1) {
      await this.page.waitForTimeout(100)
    }
    assert.ok(this.text().includes(text), `the file has no '${text}':\n${this.text()}`)
  }

  async picture() {
    this.pictures += 1
    const fileFor = scheme => join(this.outputFolder, `tests-${scheme}-${this.pictures}.png`)
    await takeScreenshots(this.page, fileFor)
  }
}
