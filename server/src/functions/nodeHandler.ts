import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { exportPlace, handlerPlace, syntaxErrorPlace } from './nodePlaces.ts'
import { RuntimeError } from './nodeErrors.ts'
import type { HandlerPlace } from './runtimeProcess.ts'

/** A function as Lambda calls it: `(event, context, callback)`. */
export type Handler = (
  event: unknown,
  context: object,
  callback: (error: unknown, result?: unknown) => void,
) => unknown

export interface LoadedHandler {
  readonly handler: Handler
  readonly place: HandlerPlace | undefined
}

/**
 * Loads `src/app.handler` from a task's folder in the order of Lambda's Node runtime: a file without extension, `.js`
 * (an ES module when the nearest package.json says so), `.mjs`, `.cjs`, then Node's own resolution.
 * Throws a `RuntimeError`.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export async function loadHandler(
  taskRoot: string,
  handler: string,
  source?: string,
): Promise<LoadedHandler> {
  const { folder, module, names } = splitHandler(handler)
  const loaded = await loadModule(taskRoot, folder, module)
  let found: unknown = loaded.exports
  for (const name of names) {
    found =
      typeof found === 'object' || typeof found === 'function' ? Reflect.get(found ?? {}, name) : undefined
  }
  if (found === undefined || found === null) {
    throw notFound(`${handler} is undefined or not exported`, loaded.file)
  }
  if (typeof found !== 'function') throw notFound(`${handler} is not a function`, loaded.file)
  return {
    // Any function can be called with a handler's three arguments.
    handler: found as Handler,
    place: source === undefined ? handlerPlace(found, names, loaded.file) : exportPlace(names, source),
  }
}

interface LoadedModule {
  readonly exports: unknown
  readonly file: string
}

function splitHandler(handler: string): { folder: string; module: string; names: string[] } {
  if (handler.includes('..')) {
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    )
  }
  const at = handler.lastIndexOf('/') + 1
  const parts = /^([^.]*)\.(.+)$/.exec(handler.slice(at))
  if (!parts?.[1] || !parts[2]) {
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler: '${handler}' has no FILE.EXPORT`)
  }
  return { folder: handler.slice(0, at), module: parts[1], names: parts[2].split('.') }
}

async function loadModule(taskRoot: string, folder: string, module: string): Promise<LoadedModule> {
  const base = path.resolve(taskRoot, folder, module)
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = base + extension
    if (!isFile(file)) continue
    const isEsModule = extension === '.mjs' || (extension === '.js' && isInModulePackage(file))
    return {
      file,
      exports: await withRuntimeErrors(file, () => (isEsModule ? importFile(file) : requireFile(file))),
    }
  }
  const require = createRequire(path.join(taskRoot, 'package.json'))
  try {
    const file = require.resolve(module, { paths: [taskRoot, path.join(taskRoot, folder)] })
    return { file, exports: await withRuntimeErrors(file, () => requireFile(file)) }
  } catch (error) {
    if (error instanceof RuntimeError) throw error
    throw missingModule(base, `${folder}${module}`)
  }
}

function missingModule(base: string, name: string): RuntimeError {
  return new RuntimeError(
    'Runtime.ImportModuleError',
    `Error: Cannot find module '${name}'\nNo file ${base}.js, .mjs or .cjs`,
  )
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}

function requireFile(file: string): Promise<unknown> {
  return Promise.resolve(createRequire(file)(file))
}

async function withRuntimeErrors(file: string, load: () => Promise<unknown>): Promise<unknown> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof SyntaxError) {
      const place = syntaxErrorPlace(error, file)
      throw new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error, place)
    }
    if (error instanceof Error && 'code' in error && isModuleNotFound(error.code)) {
      throw new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error, { file, line: 0 })
    }
    throw error
  }
}

function isModuleNotFound(code: unknown): boolean {
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
}

function notFound(message: string, file: string): RuntimeError {
  return new RuntimeError('Runtime.HandlerNotFound', message, undefined, { file, line: 0 })
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

// The nearest package.json decides, as in Node; folders called node_modules end the search.
function isInModulePackage(file: string): boolean {
  let folder = path.dirname(file)
  for (;;) {
    const manifest = path.join(folder, 'package.json')
    if (existsSync(manifest)) return saysModule(manifest)
    const parent = path.dirname(folder)
    if (parent === folder || path.basename(folder) === 'node_modules') return false
    folder = parent
  }
}

function saysModule(manifest: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
    return typeof content === 'object' && content !== null && 'type' in content && content.type === 'module'
  } catch {
    return false
  }
}
