import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokePanel } from './invokePanel.mjs'
import { contentFrame, focusEditor, focusIn, requestsOutside, unreachable, walkByTab } from './panelReach.mjs'
import {
  goTo,
  openFile,
  openRoute,
  openWorkbench,
  reloadWindow,
  runCommand,
  takeScreenshots,
} from './workbench.mjs'

const route = 'GET /books/{bookId}'

/** The steps of the user's path through one window; each picture is taken in both themes. */
export class MainPath {
  constructor(page, { port, extensions }, { workspace, outputFolder }) {
    this.page = page
    this.port = port
    this.extensions = extensions
    this.workspace = workspace
    this.outputFolder = outputFolder
    this.panel = new InvokePanel(page)
    this.pictures = 0
    // What the handler answers is known to nobody before this run.
    this.proof = randomUUID()
  }

  steps() {
    const step = (title, run) => ({ title, run: run.bind(this) })
    return [
      step('the packed extension is installed', this.isPacked),
      step('a folder opens in Restricted Mode', this.openUntrusted),
      step('the tree is there before trust is given, and says that nothing runs', this.seeUntrustedTree),
      step('trust is given', this.giveTrust),
      step('a fault is marked as it is typed', this.typeFault),
      step('its quick fix takes the mark away', this.fixFault),
      step('a completion is accepted', this.acceptCompletion),
      step('the tree opens down to the integration', this.expandTree),
      step('Invoke Locally is in the menu of a route and opens the panel', this.openPanel),
      step('Send shows status 200 and what the handler file returns', this.send),
      step('the tab Auth makes an identities file, and the panel sends as one of it', this.sendAsIdentity),
      step('the panel grows to the whole width', this.widenPanel),
      step('each step of the trace that ran names its line', this.readTrace),
      step(
        'Tab, F6, arrow keys and Ctrl+Enter lead through the panel, and what has the focus shows it',
        this.useKeys,
      ),
      step('at 200 % zoom and 480 px nothing of the panel is cut off or covered', this.zoom),
      step('a line of the trace leads to the definition', this.followTrace),
      step('a saved change of the definition is noted in the tree and leads to its line', this.seeChange),
      step('Who May Call shows the routes and who may call each', this.seeWhoMayCall),
      step('Show Design Map draws the routes and the way of the last request', this.seeDesignMap),
      step('the panels are there again after the window was loaded anew', this.reload),
      step('an answer becomes a model of the definition, and undo takes it back', this.draftModel),
      step('nothing of all that was loaded from outside', this.seeRequests),
      step('VS Code tells how long the activation took', this.readActivation),
    ]
  }

  isPacked() {
    const installed = readdirSync(this.extensions).filter(name => name.startsWith('gatehouse.'))
    assert.equal(installed.length, 1, `installed are: ${installed.join(', ')}`)
    const parts = readdirSync(join(this.extensions, installed[0]))
    assert.ok(parts.includes('dist') && parts.includes('.vsixmanifest'), `it holds ${parts.join(', ')}`)
    assert.ok(!parts.includes('client') && !parts.includes('server'), 'the package holds the sources')
  }

  async openUntrusted() {
    const handler = `exports.handler = async event => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ bookId: event.pathParameters.bookId, proof: '${this.proof}' }),
})
`
    writeFileSync(join(this.workspace, 'src', 'books', 'get.js'), handler)
    this.outside = requestsOutside(this.page, this)
    await openWorkbench(this.page, { port: this.port, folder: this.workspace })
    await this.page.getByRole('button', { name: 'Restricted Mode' }).waitFor()
  }

  async seeUntrustedTree() {
    await this.page.locator('.activitybar .action-item a[aria-label="Gatehouse"]').click()
    await this.row('Bookshop').waitFor()
    await this.page.getByText('This folder is not trusted').first().waitFor()
    await this.picture()
  }

  async giveTrust() {
    await this.page.locator('.part.banner').getByRole('button', { name: 'Manage' }).click()
    const editor = this.page.locator('.workspace-trust-editor')
    await editor.getByRole('button', { name: 'Trust', exact: true }).click()
    await this.page.getByRole('button', { name: 'Restricted Mode' }).waitFor({ state: 'detached' })
    await this.page.getByRole('button', { name: 'Close Modal Editor (Escape)' }).click()
    await editor.waitFor({ state: 'detached' })
    await this.page.getByText('This folder is not trusted').waitFor({ state: 'detached' })
  }

  async typeFault() {
    await openFile(this.page, 'template.yaml')
    assert.equal(await this.squiggles.count(), 0, 'the example is marked before anything was typed')
    this.line = this.lineOf('operationId: health', 'type: mock')
    await goTo(this.page, this.line, 1)
    await this.page.keyboard.press('End')
    await this.page.keyboard.type('k', { delay: 40 })
    await this.squiggles.first().waitFor({ state: 'attached' })
    // Suggestions opened by the typed letter would hide the mark.
    await this.page.keyboard.press('Escape')
    await this.picture()
  }

  async fixFault() {
    await this.page.keyboard.press('Control+.')
    const fix = this.page.locator('.action-widget .monaco-list-row', { hasText: /'mock'/i })
    await fix.first().waitFor()
    await this.picture()
    await fix.first().click()
    await this.squiggles.first().waitFor({ state: 'detached' })
    assert.match(await this.textOfLine(), /type: mock$/i)
  }

  async acceptCompletion() {
    await goTo(this.page, this.line, 1)
    await this.page.keyboard.press('End')
    await this.page.keyboard.press('Control+Shift+ArrowLeft')
    await this.page.keyboard.press('Delete')
    await this.page.keyboard.press('Control+Space')
    const suggestions = this.page.locator('.suggest-widget.visible .monaco-list-row')
    await suggestions.filter({ hasText: 'aws_proxy' }).first().waitFor()
    await this.picture()
    await this.page.keyboard.type('mo', { delay: 40 })
    await suggestions.filter({ hasText: 'mock' }).first().waitFor()
    await this.page.keyboard.press('Enter')
    assert.match(await this.textOfLine(), /type: mock$/i)
    await this.page.keyboard.press('Control+S')
    await this.squiggles.first().waitFor({ state: 'detached' })
  }

  async expandTree() {
    const integration = this.row(/aws_proxy\s*GetBook/i)
    // The tree is read again after the save above; a click while it is drawn anew may be lost.
    for (let attempt = 1; attempt <= 5 && !(await integration.isVisible()); attempt += 1) {
      await this.treeSettles()
      await this.row(route).locator('.monaco-tl-twistie').click()
      await integration.waitFor({ timeout: 3_000 }).catch(() => {})
    }
    assert.ok(await integration.isVisible(), `'${route}' does not open`)
    await this.picture()
  }

  async openPanel() {
    await this.treeSettles()
    await this.row(route).click({ button: 'right' })
    const item = this.page.getByRole('menuitem', { name: 'Invoke Locally' })
    await item.waitFor()
    await this.picture()
    await item.click()
    await this.panel.waitUntilReady()
    await this.page.locator('.tabs-container .tab.active', { hasText: route }).waitFor()
    await this.picture()
  }

  async send() {
    await this.panel.send()
    assert.match(await this.panel.status(), /^200 OK$/)
    const body = JSON.parse(await this.panel.body())
    assert.deepEqual(body, { bookId: 'b-1043', proof: this.proof })
    await this.picture()
  }

  async sendAsIdentity() {
    await this.panel.openAuth()
    await this.panel.frame.getByRole('button', { name: 'Create it with examples' }).click()
    await this.page.locator('.tabs-container .tab.active', { hasText: 'gatehouse.identities.json' }).waitFor()
    assert.equal(await this.squiggles.count(), 0, 'the example has faults')
    await this.panel.choose('ann')
    await this.picture()
    await this.panel.send()
    await this.panel.frame.locator('.answer', { hasText: 'as ann' }).waitFor()
    assert.match(await this.panel.status(), /^200 OK$/)
    await this.picture()
  }

  async seeChange() {
    await openFile(this.page, 'template.yaml')
    const line = this.lineOf('operationId: health', '"status": "up"')
    await goTo(this.page, line, 1)
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'Space', 'Control+S'])
      await this.page.keyboard.press(key)
    await this.row(/Changes\s*just now/).waitFor()
    await this.treeSettles()
    await this.row('Changes').locator('.monaco-tl-twistie').click()
    const change = this.row(/PutIntegration GET \/health\s*just now/)
    await change.waitFor()
    await this.picture()
    await goTo(this.page, 1, 1)
    await change.click()
    const integration = this.lineOf('operationId: health', 'x-amazon-apigateway-integration') + 1
    await this.page.getByText(new RegExp(`^Ln (${integration}|${integration - 1}), Col \\d+`)).waitFor()
  }

  /** Beside the definition the panel is narrow and folds its trace; wide it shows the lines. */
  async widenPanel() {
    await this.page.locator('.tabs-container .tab', { hasText: route }).click()
    await runCommand(this.page, 'View: Toggle Maximize Editor Group')
    await this.panel.waitUntilWide()
    await this.picture()
  }

  async readTrace() {
    const rows = await this.panel.trace()
    assert.ok(rows.length >= 6, `the trace has ${rows.length} steps`)
    const ran = rows.filter(({ hasRun }) => hasRun)
    assert.ok(ran.length >= 3, `steps that ran: ${ran.map(({ name }) => name).join(', ')}`)
    for (const { name, source } of ran) {
      assert.match(source, /^\S+:\d+$/, `the step '${name}' ran and names no line`)
      const [file, line] = source.split(':')
      const lines = readFileSync(join(this.workspace, file), 'utf8').split('\n')
      assert.ok(Number(line) >= 1 && Number(line) <= lines.length, `${source} does not exist`)
    }
  }

  /** Without a mouse from here to the end of the step. */
  async useKeys() {
    const frame = await contentFrame(this.page)
    const press = async (key, wanted) => {
      await this.page.keyboard.press(key)
      await this.page.waitForTimeout(60)
      assert.match((await focusIn(frame)) ?? 'outside of the panel', wanted, `after ${key}`)
    }
    await focusEditor(this.page)
    const stops = await walkByTab(this.page, frame)
    const regions = stops.map(stop => stop.split(',')[0]).filter((name, at, all) => name !== all[at - 1])
    assert.deepEqual(regions, ['line', 'request', 'answer', 'trace'], stops.join('; '))
    // A list of tabs and a tree have one stop each, which the arrow keys move.
    assert.equal(stops.filter(stop => stop.includes('tab ')).length, 2, stops.join('; '))
    assert.equal(stops.filter(stop => stop.includes('treeitem ')).length, 1, stops.join('; '))

    await focusEditor(this.page)
    await press('F6', /^line, /)
    await press('F6', /^request, tab /)
    await press('Home', /^request, tab Params/)
    await press('ArrowRight', /^request, tab Headers/)
    await press('End', /^request, tab Stage/)
    await press('F6', /^answer, /)
    await press('F6', /^trace, treeitem /)
    await press('Home', /^trace, treeitem Method request, passed/)
    await press('ArrowRight', /^trace, treeitem Method request/)
    const first = this.panel.rows.first()
    assert.equal(await first.getAttribute('aria-expanded'), 'true')
    await press('ArrowLeft', /^trace, treeitem Method request/)
    assert.equal(await first.getAttribute('aria-expanded'), 'false')
    await press('ArrowDown', /^trace, treeitem Authorizer/)
    await press('End', /^trace, treeitem Method response/)
    await press('Shift+F6', /^answer, /)
    const before = await this.panel.frame.locator('.answer').innerText()
    await press('Control+Enter', /^answer, /)
    await this.panel.frame.locator('.answer').filter({ hasNotText: before }).waitFor()
    await this.panel.sendButton.waitFor()
    await this.picture()
  }

  /** A window at 200 % has half as many of CSS's pixels. */
  async zoom() {
    const frame = await contentFrame(this.page)
    const whole = this.page.viewportSize()
    for (const [width, height] of [
      [whole.width / 2, whole.height / 2],
      [480 + 56, whole.height],
      [420, whole.height],
    ]) {
      await this.page.setViewportSize({ width, height })
      // VS Code lays out its parts a moment later.
      await this.page.waitForTimeout(800)
      assert.deepEqual(await unreachable(frame), [], `at ${width} × ${height} px`)
      await this.picture()
    }
    await this.page.setViewportSize(whole)
    await this.panel.waitUntilWide()
  }

  seeRequests() {
    assert.deepEqual(this.outside, [])
  }

  async followTrace() {
    const [first] = (await this.panel.trace()).filter(({ hasRun }) => hasRun)
    await this.panel.openSource(first.name)
    const [file, line] = first.source.split(':')
    await this.page.locator('.tabs-container .tab.active', { hasText: file }).waitFor()
    await this.page.getByText(new RegExp(`^Ln ${line}, Col \\d+`)).waitFor()
    await this.picture()
  }

  async seeWhoMayCall() {
    await runCommand(this.page, 'Gatehouse: Who May Call')
    await this.page.locator('.tabs-container .tab.active', { hasText: 'Who may call' }).waitFor()
    const frames = this.page.locator('iframe.webview.ready:visible').last()
    const table = frames
      .contentFrame()
      .frameLocator('iframe#active-frame')
      .getByRole('grid', { name: 'Who may call' })
    await table.getByRole('gridcell').first().waitFor()
    assert.ok((await table.getByRole('row').count()) > 10, 'the table has fewer rows than the API has routes')
    await this.picture()
  }

  async seeDesignMap() {
    await runCommand(this.page, 'Gatehouse: Show Design Map')
    await this.page.locator('.tabs-container .tab.active', { hasText: 'Design map' }).waitFor()
    const frames = this.page.locator('iframe.webview.ready:visible').last()
    const map = frames.contentFrame().frameLocator('iframe#active-frame').getByRole('tree')
    await map.getByRole('treeitem', { name: /^GET \/health, / }).waitFor()
    await map
      .getByRole('treeitem', { name: /last request$/ })
      .first()
      .waitFor()
    await this.picture()
  }

  async reload() {
    await runCommand(this.page, 'Gatehouse: Show Metrics')
    const tab = title => this.page.locator('.tabs-container .tab', { hasText: title })
    await tab('Metrics: ').waitFor()
    await reloadWindow(this.page)
    const shown = () =>
      this.page
        .locator('iframe.webview.ready:visible')
        .last()
        .contentFrame()
        .frameLocator('iframe#active-frame')
    await shown().getByText('The gateway is stopped').waitFor()
    await tab('Design map').click()
    await shown()
      .getByRole('treeitem', { name: /^GET \/health, / })
      .waitFor()
    await tab('Who may call').click()
    await shown().getByRole('grid', { name: 'Who may call' }).getByRole('gridcell').first().waitFor()
    await this.picture()
    await tab('Metrics: ').click()
    await shown().getByText('The gateway is stopped').waitFor()
  }

  async draftModel() {
    await openRoute(this.page, route, this.panel)
    await this.panel.send()
    await this.panel.frame.getByRole('button', { name: 'Trace actions' }).click()
    await this.panel.frame.getByRole('menuitem', { name: 'Draft a model from this answer' }).click()
    await this.page.locator('.tabs-container .tab.active', { hasText: 'template.yaml' }).waitFor()
    const proof = this.page.locator('.monaco-editor .view-line', { hasText: 'proof:' })
    await proof.first().waitFor()
    await this.picture()
    await this.page.locator('.tabs-container .tab.active.dirty', { hasText: 'template.yaml' }).waitFor()
    await runCommand(this.page, 'Undo')
    await proof.first().waitFor({ state: 'detached' })
  }

  /** The number is for people: how long it takes depends on what else the machine does. */
  async readActivation() {
    await runCommand(this.page, 'Developer: Show Running Extensions')
    const row = this.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Gatehouse' })
    const [text, milliseconds] = /Activation: (\d+)ms/.exec(await row.first().innerText()) ?? []
    assert.ok(milliseconds, 'the row of Gatehouse names no activation time')
    console.log(`       ${text}`)
  }

  get squiggles() {
    return this.page.locator('.monaco-editor .squiggly-error')
  }

  row(label) {
    const tree = this.page.locator('.tree-explorer-viewlet-tree-view')
    return tree.locator('.monaco-list-row', { hasText: label }).first()
  }

  /** VS Code draws other rows with the same elements while a tree changes, so a click would meet another row. */
  async treeSettles() {
    const tree = this.page.locator('.tree-explorer-viewlet-tree-view')
    for (let before = '', now = undefined; now !== before;) {
      before = now ?? (await tree.innerText())
      await this.page.waitForTimeout(400)
      now = await tree.innerText()
    }
  }

  /** Line number, from one, of the first `text` after `anchor` in the template. */
  lineOf(anchor, text) {
    const lines = readFileSync(join(this.workspace, 'template.yaml'), 'utf8').split('\n')
    const start = lines.findIndex(line => line.includes(anchor))
    const line = lines.findIndex((line, index) => index > start && line.includes(text))
    assert.ok(start >= 0 && line > start, `the template has no '${text}' after '${anchor}'`)
    return line + 1
  }

  /** The text of the line that the path edits, as the editor draws it. */
  async textOfLine() {
    const number = this.page.locator('.monaco-editor .margin .line-numbers.active-line-number')
    assert.equal(await number.first().textContent(), String(this.line))
    const top = await number.first().evaluate(element => element.parentElement?.style.top)
    const line = this.page.locator(`.monaco-editor .view-lines .view-line[style*="top:${top};"]`)
    return (await line.first().textContent()).replaceAll('\u00a0', ' ')
  }

  async picture() {
    this.pictures += 1
    const fileFor = scheme => join(this.outputFolder, `main-path-${scheme}-${this.pictures}.png`)
    await takeScreenshots(this.page, fileFor)
  }
}
