import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import type { ApiSubject } from '../../client/src/apiSubject.ts'
import type { ToConsole } from '../../client/src/consoleMessages.ts'
import type { ToDocs } from '../../client/src/docsMessages.ts'
import type { ToMetrics } from '../../client/src/metricsMessages.ts'
import type { FromPanel, ToPanel } from '../../client/src/panelMessages.ts'
import type { ToMap } from '../../client/src/mapMessages.ts'
import type { ToRender } from '../../client/src/renderMessages.ts'
import type { ToWho } from '../../client/src/whoMessages.ts'
import { panelHtml } from '../../client/src/panelHtml.ts'
import { ensureBrowser } from '../../scripts/ensureBrowser.mjs'
import { offlineRedoc } from '../../scripts/offlineRedoc.mjs'

const root = path.join(import.meta.dirname, '../..')
const origin = 'http://panel.test'

export type ThemeName = 'dark' | 'light' | 'hc'
/** The webviews by the name of their bundle. */
export type ViewName = 'panel' | 'render' | 'who' | 'console' | 'docs' | 'metrics' | 'map'

interface Theme {
  readonly bodyClass: string
  readonly colorScheme: string
  readonly variables: Readonly<Record<string, string>>
}

/** The panel in a browser, with a stand-in for VS Code's side of it. */
export interface PanelPage {
  readonly page: Page
  /** Posts messages as the extension does. */
  post(...messages: (ToPanel | ToRender | ToWho | ToConsole | ToDocs | ToMetrics | ToMap)[]): Promise<void>
  /** What the panel posted since the last call. */
  posted<T = FromPanel>(): Promise<T[]>
  /** What the panel asked VS Code to keep. */
  kept(): Promise<unknown>
  /** What the page's content security policy refused, and exceptions. */
  readonly faults: string[]
}

export interface PageOptions {
  readonly theme?: ThemeName
  readonly width?: number
  readonly height?: number
  /** Which webview; the invoke panel unless it says otherwise. */
  readonly view?: ViewName
  /** The API that a panel is about. */
  readonly subject?: ApiSubject
  /** State kept from before. */
  readonly kept?: unknown
  readonly isMotionReduced?: boolean
}

/** A browser with the panel's bundle. It has one page, loaded anew by each `open`. */
export class PanelBrowser {
  private readonly browser: Browser
  private readonly page: Page
  private readonly files: Map<string, Buffer>
  private faults: string[] = []

  private constructor(browser: Browser, page: Page, files: ReadonlyMap<string, Buffer>) {
    this.browser = browser
    this.page = page
    this.files = new Map(files)
    page.setDefaultTimeout(5000)
    page.on('pageerror', error => this.faults.push(String(error)))
    page.on('console', message => message.type() === 'error' && this.faults.push(message.text()))
  }

  static async launch(): Promise<PanelBrowser> {
    const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']
    const [browser, files] = await Promise.all([
      chromium.launch({ executablePath: ensureBrowser(), args }),
      bundledPanel(),
    ])
    const made = new PanelBrowser(browser, await browser.newPage(), files)
    await made.page.route(`${origin}/**`, route => {
      const name = new URL(route.request().url()).pathname.slice(1)
      const body = made.files.get(name)
      if (body === undefined) return route.fulfill({ status: 404 })
      return route.fulfill({
        body,
        contentType: contentTypes[path.extname(name)] ?? 'text/html; charset=utf-8',
      })
    })
    return made
  }

  async open(options: PageOptions = {}): Promise<PanelPage> {
    const {
      theme = 'dark',
      width = 1180,
      height = 800,
      view = 'panel',
      subject,
      kept,
      isMotionReduced = true,
    } = options
    const { page, files } = this
    const faults: string[] = []
    this.faults = faults
    files.set('', Buffer.from(pageHtml(view, subject)))
    files.set(
      'standIn.js',
      Buffer.from(`(${standIn})(${JSON.stringify({ theme: readThemes()[theme], kept })})`),
    )
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: isMotionReduced ? 'reduce' : 'no-preference' })
    await page.goto(`${origin}/`)
    return {
      page,
      faults,
      post: async (...messages) => {
        await page.evaluate(`for (const message of ${JSON.stringify(messages)}) postMessage(message, '*')`)
        // The panel draws in the next frame.
        await page.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done)))')
      },
      posted: async <T>() => {
        await page.evaluate(drawn)
        return page.evaluate<T[]>('posted.splice(0)')
      },
      kept: () => page.evaluate<unknown>('keptState'),
    }
  }

  close(): Promise<void> {
    return this.browser.close()
  }
}

// Effects of a page run after it is drawn: what they post is there two frames later, however slow the machine is.
const drawn =
  'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))'

/** Size of the panel's minified script in bytes, as scripts/build.mjs makes it. */
export async function bundleSize(): Promise<number> {
  return (await bundledPanel()).get('panel.js')?.length ?? 0
}

/** Script and style sheet of a webview, as scripts/build.mjs makes them. */
export async function bundleOf(view: ViewName): Promise<{ script: string; style: string }> {
  const files = await bundledPanel()
  const text = (name: string) => files.get(name)?.toString('utf8') ?? ''
  return { script: text(`${view}.js`), style: text(`${view}.css`) }
}

async function bundledPanel(): Promise<ReadonlyMap<string, Buffer>> {
  const { outputFiles } = await build({
    entryPoints: {
      panel: path.join(root, 'client/panel/panel.tsx'),
      render: path.join(root, 'client/panel/render/render.tsx'),
      who: path.join(root, 'client/panel/who/who.tsx'),
      console: path.join(root, 'client/panel/console/console.tsx'),
      docs: path.join(root, 'client/panel/docs/docs.ts'),
      metrics: path.join(root, 'client/panel/metrics/metrics.tsx'),
      map: path.join(root, 'client/panel/map/map.tsx'),
    },
    plugins: [offlineRedoc],
    outdir: path.join(root, 'dist'),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  })
  return new Map(outputFiles.map(file => [path.basename(file.path), Buffer.from(file.contents)]))
}

/** The extension's own page, its policy included, with the stand-in before the panel. */
function pageHtml(view: ViewName, subject: ApiSubject | undefined): string {
  const nonce = 'bm9uY2U'
  const html = panelHtml({
    cspSource: origin,
    script: `${origin}/${view}.js`,
    style: `${origin}/${view}.css`,
    nonce,
    language: 'en',
    title: 'Invoke',
    ...(subject && { subject }),
  })
  return html.replace('<body>', `<body><script nonce="${nonce}" src="${origin}/standIn.js"></script>`)
}

function readThemes(): Record<ThemeName, Theme> {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, 'themes.json'), 'utf8')) as Record<
    ThemeName,
    Theme
  >
}

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
}

/** Runs in the page before the panel: VS Code's API and the variables of a theme. A text, since it is browser code. */
const standIn = `({ theme, kept }) => {
  const posted = []
  globalThis.posted = posted
  globalThis.keptState = kept
  globalThis.acquireVsCodeApi = () => {
    if (globalThis.isAcquired) throw new Error('acquireVsCodeApi was called twice')
    globalThis.isAcquired = true
    return {
      postMessage: message => posted.push(structuredClone(message)),
      getState: () => globalThis.keptState,
      setState: state => { globalThis.keptState = structuredClone(state) },
    }
  }
  for (const [name, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(name, value)
  document.documentElement.style.setProperty('color-scheme', theme.colorScheme)
  document.body.classList.add(theme.bodyClass)
}`
