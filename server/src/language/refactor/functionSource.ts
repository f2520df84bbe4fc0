import type { Files } from '../../base/files.ts'
import type { FoundHandler } from '../handlersBelow.ts'

/** Where the code of a function stands, as SAM's properties say it. */
export interface FunctionSource {
  /** Path below the template's folder, `.` for the folder itself. */
  readonly codeUri: string
  readonly handler: string
  readonly runtime: string
  /** Of TypeScript: the source file below `codeUri`, which the SAM command line builds. */
  readonly entryPoint?: string
}

/**
 * The handler among those of the source tree that bears a function's name: `orders-create` is `orders.create`,
 * `createOrders.handler` or `orders-create/index.handler`, and with the prefix `orders-`, which all names have, `create.handler`
 * as well. Undefined when none bears it, or several do.
 */
export function sourceOf(
  name: string,
  prefix: string,
  handlers: readonly FoundHandler[],
  folder: string,
  files: Files,
): FunctionSource | undefined {
  const own = handlers.filter(found => namesOf(found).includes(plainName(name)))
  const short = plainName(name.startsWith(prefix) ? name.slice(prefix.length) : name)
  const fitting = own.length > 0 ? own : handlers.filter(found => namesOf(found).includes(short))
  const [found, ...others] = fitting
  if (!found || others.length > 0) return undefined
  const code = codeFolder(found.file, folder, files)
  const below = (path: string): string => (code === '' ? path : path.slice(code.length + 1))
  return {
    codeUri: code === '' ? '.' : `${code}/`,
    handler: below(found.handler),
    runtime: found.language === 'python' ? 'python3.13' : 'nodejs22.x',
    ...(/\.[cm]?tsx?$/.test(found.file) ? { entryPoint: below(found.file) } : {}),
  }
}

/** What the names of several functions begin with, to the last hyphen or underscore. */
export function sharedPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names
  const ends = [...first.matchAll(/[-_]/g)].map(({ index }) => first.slice(0, index + 1))
  const shared = ends.findLast(prefix => others.every(name => name.startsWith(prefix)))
  return others.length > 0 && shared !== undefined ? shared : ''
}

/** What a handler may be called: by its file, by its folder, or by file and export. */
function namesOf({ handler, file }: FoundHandler): string[] {
  const exported = handler.slice(handler.lastIndexOf('.') + 1)
  const path = file.replace(/\.\w+$/, '').split('/')
  const own = path.at(-1) ?? ''
  const folder = path.at(-2) ?? ''
  const isUsual = /^(lambda_)?handler$|^main$/i.test(exported)
  const named = /^(index|app|main|handler|lambda_function|function)$/i.test(own) ? folder : own
  return [...(isUsual ? [named] : [exported]), `${named}-${exported}`, `${exported}-${named}`].map(plainName)
}

/** `CreateOrderFunction` is `createorder`. */
function plainName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return plain.replace(/(lambda|function|handler|fn)$/, '') || plain
}

/** The folder that is packed: the nearest one that says what it depends on, else the first below the template. */
function codeFolder(file: string, root: string, files: Files): string {
  const path = file.split('/').slice(0, -1)
  for (let length = path.length; length > 0; length--) {
    const folder = path.slice(0, length).join('/')
    const isPackage = ['package.json', 'requirements.txt', 'pyproject.toml'].some(
      name => files.kind(files.resolve(root, `${folder}/${name}`)) === 'file',
    )
    if (isPackage) return folder
  }
  return path[0] ?? ''
}
