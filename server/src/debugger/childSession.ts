import type { DebuggableEnvironment } from '../protocol/debugging.ts'
import type { DebugSettings } from './debugSettings.ts'
import { debugCommandOf } from './debugSettings.ts'

/**
 * The debug configuration by which an editor attaches to an environment; undefined where the user has named none. Its
 * attributes are those of the debuggers:
 * https://github.com/microsoft/vscode-js-debug/blob/main/OPTIONS.md
 * https://github.com/microsoft/debugpy/wiki/Debug-configuration-settings
 */
export function childSession(
  environment: DebuggableEnvironment,
  settings: DebugSettings,
): Readonly<Record<string, unknown>> | undefined {
  const { name, port, process, taskRoot } = environment
  const common = { name, request: 'attach', gatehouseProcess: process }
  switch (environment.debugger) {
    case 'node':
      return {
        ...common,
        type: 'node',
        address: '127.0.0.1',
        port,
        continueOnAttach: true,
        autoAttachChildProcesses: false,
        sourceMaps: true,
        // A bundle lies outside the workspace, where the debugger looks for no source maps by itself.
        outFiles: ['js', 'mjs', 'cjs'].map(ending => `${slashed(taskRoot)}/**/*.${ending}`),
        resolveSourceMapLocations: ['**', '!**/node_modules/**'],
        // Breakpoints of a module are there before its first line runs.
        pauseForSourceMap: true,
        skipFiles: ['<node_internals>/**', '**/nodeBootstrap.js'],
      }
    case 'python':
      return {
        ...common,
        type: settings.pythonDebugger,
        connect: { host: '127.0.0.1', port },
        justMyCode: true,
        subProcess: false,
      }
    case 'command': {
      const attach = debugCommandOf(settings, environment.functionId, environment.runtime)?.attach
      return attach && { ...common, ...(withPort(attach, port) as Record<string, unknown>) }
    }
  }
}

/** What is `{port}` altogether becomes a number. */
function withPort(value: unknown, port: number): unknown {
  if (value === '{port}') return port
  if (typeof value === 'string') return value.replaceAll('{port}', String(port))
  if (Array.isArray(value)) return value.map(each => withPort(each, port))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withPort(each, port)]))
}

// A glob has slashes on Windows, too.
function slashed(folder: string): string {
  return folder.replaceAll('\\', '/')
}
