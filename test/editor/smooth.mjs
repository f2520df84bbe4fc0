// Layer (b) once more, for size: the panel with a large answer, the tree with a large definition.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokePanel } from './invokePanel.mjs'
import { contentFrame } from './panelReach.mjs'
import { runSteps } from './steps.mjs'
import { startServer } from './vscodeServer.mjs'
import { openFile, openRoute, openWorkbench, runCommand } from './workbench.mjs'

/** Milliseconds that nothing in the panel may hold up its page, and that the tree may take to open. */
const longestTask = 100
const longestOpening = 1000

/**
 * How often an action is done at most. A task is measured by the clock on the wall, so whatever else the machine does counts
 * as part of it, up to a process that is stopped for seconds. So the best try counts: an action that is quick once is
 * quick, and one that is slow is slow each time.
 */
const mostTries = 8

const routes = 2000

/** Runs the part; resolves to `{ passed, failed }`. `folder` is fresh and its own. */
export async function runSmooth({ host, browser, vsix, folder, outputFolder }) {
  const workspace = join(folder, 'large')
  mkdirSync(workspace)
  for (const [name, text] of Object.entries(files())) writeFileSync(join(workspace, name), text)
  const logFile = join(outputFolder, 'smooth-server.log')
  const settings = { 'gatehouse.gateway.port': 0 }
  const server = await startServer({ host, folder, vsix, logFile, settings, isTrusted: true })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const result = await runSteps(new Smooth(page, server.port, workspace).steps(), () =>
    page.screenshot({ path: join(outputFolder, 'smooth-failed.png') }),
  )
  await context.close()
  const left = await server.stop()
  assert.deepEqual(left, [])
  return result
}

class Smooth {
  constructor(page, port, workspace) {
    this.page = page
    this.port = port
    this.workspace = workspace
    this.panel = new InvokePanel(page)
  }

  steps() {
    const step = (title, run) => ({ title, run: run.bind(this) })
    return [
      step('a body of 5 MB is shown', this.showLarge),
      step('it is scrolled', this.scroll),
      step('it is shown raw, in hexadecimal, and pretty again', this.changeTabs),
      step('it is searched', this.find),
      step('further lines of it are shown', this.showMore),
      step('an answer with 300 headers is shown', this.showHeaders),
      step('a request is repeated 200 times', this.repeat),
      step(`a gateway of ${routes.toLocaleString('en')} routes opens in the tree`, this.openTree),
    ]
  }

  get frame() {
    return this.panel.frame
  }

  async showLarge() {
    await openWorkbench(this.page, { port: this.port, folder: this.workspace })
    // As a user does; it also wakes the extension.
    await openFile(this.page, 'template.yaml')
    await openRoute(this.page, 'GET /large', this.panel)
    // The first answer starts the gateway and the function.
    await this.panel.send()
    await this.watch('the answer', () => this.panel.send())
    assert.match(await this.panel.status(), /^200 OK$/)
  }

  async scroll() {
    const body = this.frame.locator('.cm-scroller').last()
    await this.watch('to the end and back', async () => {
      for (const to of [0.2, 0.4, 0.6, 0.8, 1, 0.5, 0]) {
        await body.evaluate((element, part) => {
          element.scrollTop = element.scrollHeight * part
        }, to)
        await this.page.waitForTimeout(50)
      }
    })
  }

  async changeTabs() {
    for (const [name, label] of [
      ['Raw', 'Raw answer'],
      ['Hex', 'Answer body in hexadecimal'],
      ['Headers', undefined],
      ['Body', 'Answer body'],
    ]) {
      await this.watch(name, async () => {
        // Another tab first where this one was shown by the try before.
        await this.frame.getByRole('tab', { name: /^Log/ }).click()
        await this.frame.getByRole('tabpanel').last().waitFor()
        await this.frame
          .getByRole('tab', { name: new RegExp(`^${name}`) })
          .last()
          .click()
        if (label) await this.frame.getByRole('textbox', { name: label, exact: true }).waitFor()
      })
    }
  }

  async find() {
    await this.frame.getByRole('textbox', { name: 'Answer body' }).click()
    await this.watch('a word', async () => {
      await this.page.keyboard.press('Control+F')
      await this.page.keyboard.type('"Volume 41"')
      await this.frame.getByText('1 match', { exact: true }).waitFor()
      for (let count = 0; count < 5; count += 1) await this.page.keyboard.press('Enter')
      await this.page.keyboard.press('Escape')
    })
  }

  async showMore() {
    await this.watch('2,000 more', async () => {
      await this.frame.getByRole('button', { name: /^Show 2.000 more/ }).click()
      await this.page.waitForTimeout(100)
    })
  }

  async showHeaders() {
    await openRoute(this.page, 'GET /headers', this.panel)
    await this.panel.send()
    await this.frame.getByRole('tab', { name: /^Headers\s*30/ }).click()
    await this.watch('the answer', () => this.panel.send())
    await this.watch('the tab', async () => {
      await this.frame.getByRole('tab', { name: /^Body/ }).last().click()
      await this.frame.getByRole('tab', { name: /^Headers\s*30/ }).click()
    })
  }

  async repeat() {
    await this.watch('200 requests', async () => {
      await this.frame.getByRole('button', { name: 'More ways to call' }).click()
      await this.frame.getByRole('menuitem', { name: /^Repeat/ }).click()
      await this.frame.getByRole('spinbutton', { name: 'Times' }).fill('200')
      await this.frame.getByRole('button', { name: 'Send 200 times' }).click()
      await this.frame.getByText('A dot opens its answer and trace.').waitFor()
    })
  }

  async openTree() {
    await runCommand(this.page, 'View: Show Gatehouse')
    const tree = this.page.locator('.tree-explorer-viewlet-tree-view')
    const row = label => tree.locator('.monaco-list-row', { hasText: label }).first()
    await row('Large').waitFor()
    const times = []
    while (times.length < mostTries && !(times.at(-1) < longestOpening)) {
      if ((await row('Large').getAttribute('aria-expanded')) === 'true') {
        await row('Large').locator('.monaco-tl-twistie').click()
        await row('/items/0').waitFor({ state: 'detached' })
      }
      const start = performance.now()
      await row('Large').locator('.monaco-tl-twistie').click()
      await row('/items/0').waitFor()
      times.push(performance.now() - start)
    }
    console.log(`       ${times.map(Math.round).join(', ')} ms`)
    assert.ok(times.at(-1) < longestOpening, `the tree opened in ${times.map(Math.round).join(', ')} ms`)
  }

  /** Does something, and fails when the page of the panel was held up by it in every try. */
  async watch(what, act) {
    const longest = []
    while (longest.length < mostTries && !(longest.at(-1) < longestTask)) {
      const frame = await contentFrame(this.page)
      await frame.evaluate(observeTasks)
      await act()
      longest.push(await frame.evaluate(longestSeen))
    }
    console.log(`       ${what}: ${longest.join(', ')} ms`)
    assert.ok(longest.at(-1) < longestTask, `${what} holds up the page: ${longest.join(', ')} ms`)
  }
}

/** Runs in the page of the panel: notes the tasks of more than 50 ms from now on. */
function observeTasks() {
  globalThis.longTasks = []
  globalThis.longTaskObserver?.disconnect()
  globalThis.longTaskObserver = new PerformanceObserver(list => {
    for (const { name, duration } of list.getEntries()) globalThis.longTasks.push({ name, duration })
  })
  globalThis.longTaskObserver.observe({ type: 'longtask' })
}

/** Runs in the page of the panel: the longest of its tasks, in milliseconds; 0 when all were short. */
async function longestSeen() {
  // What is left to be drawn, or to be done in a moment without work.
  await new Promise(resolve => requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 1000 })))
  await new Promise(resolve => setTimeout(resolve, 400))
  globalThis.longTasks.push(
    ...globalThis.longTaskObserver.takeRecords().map(({ name, duration }) => ({ name, duration })),
  )
  // The page shares its thread with VS Code's window, whose tasks (`same-origin-ancestor`) are not ours.
  const own = globalThis.longTasks.filter(({ name }) => name === 'self' || name === 'multiple-contexts')
  return Math.max(0, ...own.map(({ duration }) => duration))
}

/** A template with large answers, and an OpenAPI document with many routes. */
function files() {
  const events = ['large', 'headers'].map(
    name => `        ${name}: { Type: Api, Properties: { Path: /${name}, Method: GET } }\n`,
  )
  const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Answers:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: answers.handler
      CodeUri: .
      Events:
${events.join('')}`
  const handler = `let answers = 0
const items = []
for (let id = 0, size = 0; size < 5000000; id += 1) {
  const item = { id, title: 'Volume ' + id, tags: ['a', 'b', 'c'], price: { amount: id / 7, currency: 'EUR' } }
  size += JSON.stringify(item).length + 1
  items.push(item)
}
const headers = Object.fromEntries(Array.from({ length: 300 }, (_, n) => ['X-Header-' + n, 'value '.repeat(5) + n]))
exports.handler = async ({ path }) => path === '/large'
  ? { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ answer: ++answers, items }) }
  : { statusCode: 200, headers, body: 'short' }
`
  const paths = Array.from({ length: routes / 2 }, (_, number) => [
    `/items/${number}`,
    Object.fromEntries(['get', 'put'].map(method => [method, operation()])),
  ])
  const openapi = {
    openapi: '3.0.1',
    info: { title: 'Large', version: '1' },
    paths: Object.fromEntries(paths),
  }
  return {
    'template.yaml': template,
    'answers.js': handler,
    'openapi.json': JSON.stringify(openapi, null, 2),
  }
}

function operation() {
  return {
    responses: { 200: { description: 'Fine' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{ "statusCode": 200 }' },
      responses: { default: { statusCode: '200' } },
    },
  }
}
