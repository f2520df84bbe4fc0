import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  commands,
  consolePanelType,
  contextKeys,
  docsPanelType,
  gatewaysView,
  invokePanelType,
  mapPanelType,
  metricsPanelType,
  settingNames,
  viewContainer,
  whoPanelType,
} from '../../client/src/contributions.ts'

// The manifest and contributions.ts say the same, in both directions.

const root = path.join(import.meta.dirname, '../..')
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

interface MenuItem {
  readonly command: string
  readonly when?: string
  readonly group?: string
}

interface Manifest {
  readonly main: string
  readonly icon: string
  readonly engines: { readonly vscode: string }
  readonly activationEvents: readonly string[]
  readonly extensionKind: readonly string[]
  readonly devDependencies: Readonly<Record<string, string>>
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] }
  }
  readonly contributes: {
    readonly commands: readonly (MenuItem & {
      readonly title: string
      readonly category: string
      readonly icon?: string
    })[]
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>
    readonly keybindings: readonly MenuItem[]
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[]
    }
    readonly viewsWelcome: readonly {
      readonly view: string
      readonly contents: string
      readonly when: string
    }[]
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>>
    }
    readonly snippets: readonly { readonly path: string }[]
  }
}

const manifest = read('package.json') as Manifest
const texts = read('package.nls.json') as Readonly<Record<string, string>>
const { contributes } = manifest
const whole = JSON.stringify(manifest)

describe('the manifest names the same as contributions.ts', () => {
  it('commands', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort())
  })

  it('settings', () => {
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual([...settingNames].sort())
  })

  it('views', () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([viewContainer])
    expect(contributes.views[viewContainer]?.map(({ id }) => id)).toEqual([gatewaysView])
    expect(contributes.viewsWelcome.map(({ view }) => view)).toEqual(
      contributes.viewsWelcome.map(() => gatewaysView),
    )
  })

  it('context keys, in its when clauses', () => {
    const clauses = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...contributes.viewsWelcome,
    ]
    const keys = clauses.flatMap(({ when = '' }) => when.match(/gatehouse\.\w+/g) ?? [])
    const known = new Set(keys.filter(key => key !== gatewaysView))
    expect([...known].sort()).toEqual(Object.values(contextKeys).sort())
  })

  it('no items that add or delete parts where those are fixed', () => {
    const changing = /^gatehouse\.(add(Path|Route|Method|Response|Model|Authorizer)|delete(Part|Path))$/
    const inTree = Object.values(contributes.menus)
      .flat()
      .filter(({ command, when = '' }) => changing.test(command) && when.includes('viewItem'))
    expect(inTree.length).toBeGreaterThan(10)
    expect(inTree.filter(({ when = '' }) => !when.includes('!(viewItem =~ /\\bfixed\\b/)'))).toEqual([])
  })

  it('the panels that VS Code brings back after a restart', () => {
    const named = manifest.activationEvents.filter(event => event.startsWith('onWebviewPanel:'))
    const kinds = [
      invokePanelType,
      consolePanelType,
      whoPanelType,
      docsPanelType,
      mapPanelType,
      metricsPanelType,
    ]
    expect(named).toEqual(kinds.map(kind => `onWebviewPanel:${kind}`))
  })
})

describe('the manifest', () => {
  it('takes every text from package.nls.json, and uses each text there', () => {
    const used = new Set([...whole.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key))
    expect([...used].sort()).toEqual(Object.keys(texts).sort())
  })

  it('refers to its own commands only, also in welcome texts', () => {
    const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(
      ({ command }) => command,
    )
    const linked = Object.values(texts).flatMap(text =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id),
    )
    const own = new Set<string | undefined>([...Object.values(commands), 'vscode.openFolder'])
    expect([...named, ...linked].filter(id => !own.has(id))).toEqual([])
  })

  it('gives each command a title, the category and a place where it can be found', () => {
    const hidden = new Set(
      (contributes.menus['commandPalette'] ?? [])
        .filter(({ when }) => when === 'false')
        .map(({ command }) => command),
    )
    const placed = Object.entries(contributes.menus)
      .filter(([menu]) => menu !== 'commandPalette')
      .flatMap(([, items]) => items.map(({ command }) => command))
    for (const { command, title, category } of contributes.commands) {
      expect(category).toBe('Gatehouse')
      expect(texts[title.slice(1, -1)]).toMatch(/^[A-Z]/)
      const isReachable =
        !hidden.has(command) || placed.includes(command) || command === commands.gatewayActions
      expect(isReachable, `${command} is hidden in the palette and stands in no menu`).toBe(true)
    }
  })

  it('runs nothing in Restricted Mode', () => {
    const running = [
      commands.invoke,
      commands.debug,
      commands.debugGateway,
      commands.startGateway,
      commands.startOnFreePort,
      commands.restartGateway,
    ]
    const items = Object.values(contributes.menus)
      .flat()
      .filter(({ command, when }) => running.some(id => id === command) && when !== 'false')
    expect(items.length).toBeGreaterThan(6)
    expect(items.filter(({ when = '' }) => !when.includes('isWorkspaceTrusted'))).toEqual([])
  })

  it('keeps settings that decide what runs from untrusted folders', () => {
    const wanted = settingNames.filter(name => /^gatehouse\.(node\.|gateway\.|identitiesFile$)/.test(name))
    expect([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(
      wanted.sort(),
    )
  })

  it('shows at most three actions on a row', () => {
    const inline = (contributes.menus['view/item/context'] ?? []).filter(({ group }) =>
      group?.startsWith('inline'),
    )
    const states = [
      'gateway.running',
      'gateway.starting',
      'gateway.stopped',
      'gateway.failed',
      'gateway.failed.portTaken',
      'gateway.running.socket',
      'route.runnable.handler',
      'route.socket.handler',
      'unreadable.running',
    ]
    const actionsOn = (state: string) =>
      inline
        .filter(({ when = '' }) =>
          new RegExp(/viewItem =~ \/(.+?)\/(?: |$)/.exec(when)?.[1] ?? '$^').test(state),
        )
        .map(({ command }) => command.replace('gatehouse.', ''))
    expect(Object.fromEntries(states.map(state => [state, actionsOn(state)]))).toEqual({
      'gateway.running': ['restartGateway', 'stopGateway', 'openUrl'],
      'gateway.starting': ['stopGateway'],
      'gateway.stopped': ['startGateway'],
      'gateway.failed': ['startGateway', 'showLog'],
      'gateway.failed.portTaken': ['startOnFreePort', 'showLog'],
      'gateway.running.socket': ['restartGateway', 'stopGateway', 'openUrl'],
      'route.runnable.handler': ['invoke', 'debug', 'goToHandler'],
      'route.socket.handler': ['goToHandler', 'openConsole'],
      'unreadable.running': ['restartGateway', 'stopGateway'],
    })
  })

  it('gives each setting a default and a scope', () => {
    const wrong = Object.entries(contributes.configuration.properties).filter(
      ([, value]) =>
        value.default === undefined || !['window', 'resource', 'machine-overridable'].includes(value.scope),
    )
    expect(wrong).toEqual([])
  })

  it('is typed against the oldest VS Code that it says it runs in', () => {
    const installed = read('node_modules/@types/vscode/package.json') as { readonly version: string }
    expect(manifest.engines.vscode).toBe(`^${installed.version}`)
  })

  it('names files that are there', () => {
    const files = [manifest.icon, ...contributes.snippets.map(snippet => snippet.path)]
    const icons = [...contributes.viewsContainers.activitybar, ...Object.values(contributes.views).flat()]
    const missing = [...files, ...icons.map(({ icon }) => icon)].filter(
      file => !existsSync(path.join(root, file)),
    )
    expect(missing).toEqual([])
  })

  it('has an icon that the Marketplace takes', () => {
    const png = readFileSync(path.join(root, manifest.icon))
    // The IHDR chunk of a PNG: width and height, big-endian.
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    expect(width).toBe(height)
    expect(width).toBeGreaterThanOrEqual(128)
  })
})
