import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** The generator of types that a workspace has installed. */
export interface Generator {
  /** Absolute path of its program, a JavaScript file. */
  readonly program: string
}

const name = 'openapi-typescript'
const longestMs = 120_000
const mostBytes = 64 * 1024 * 1024

/** Finds openapi-typescript in the `node_modules` of a folder or of those above it; a text says how to get it there. */
export function findGenerator(folder: string): Generator | string {
  const found = packageFolder(folder, name)
  if (found === undefined) {
    return `${name} is not installed in this workspace: npm install --save-dev ${name} typescript`
  }
  const program = programOf(found)
  return program === undefined ? `${found} has no program: install ${name} again` : { program }
}

/** Whether a workspace has openapi-fetch, which makes a client of the generator's types. */
export function hasOpenApiFetch(folder: string): boolean {
  return packageFolder(folder, 'openapi-fetch') !== undefined
}

/**
 * Types of an OpenAPI document, given as JSON. The generator runs without a shell, in an empty folder so that no
 * configuration of its own makes it read or write anything else, for two minutes at most. A text says why there are none.
 */
export async function generateTypes(
  { program }: Generator,
  openApi: string,
): Promise<{ readonly types: string } | string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-client-'))
  try {
    return await new Promise(resolve => {
      const limits = { timeout: longestMs, killSignal: 9, maxBuffer: mostBytes }
      const child = execFile(
        process.execPath,
        [program],
        { cwd: folder, windowsHide: true, ...limits },
        (error, stdout, stderr) => {
          if (!error) resolve({ types: stdout })
          else if (error.killed === true) resolve(`${name} did not end within ${longestMs / 1000} seconds`)
          else resolve(`${name} failed: ${lastWords(stderr) || error.message}`)
        },
      )
      // A generator that ends early closes the pipe; how it ended tells why.
      child.stdin?.on('error', () => {})
      child.stdin?.end(openApi)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A module that makes a client of the types in the file `types` beside it: https://openapi-ts.dev/openapi-fetch/ */
export function clientModule(types: string, openApi: string): string {
  const from = `./${types.replace(/(\.d)?\.([cm]?)ts$/, (_, _d, kind: string) => (kind === '' ? '' : `.${kind}js`))}`
  const baseUrl = firstServer(openApi)
  return `import createClient, { type ClientOptions } from 'openapi-fetch'
import type { paths } from ${JSON.stringify(from)}

/** A client whose requests and answers have the types of the API. */
export function apiClient(options: ClientOptions = {}) {
  return createClient<paths>({ ${baseUrl === undefined ? '' : `baseUrl: ${JSON.stringify(baseUrl)}, `}...options })
}
`
}

/** The URL of the first server, where it has no variables. */
function firstServer(openApi: string): string | undefined {
  // Written by this program a moment ago.
  const { servers } = JSON.parse(openApi) as { servers?: readonly { readonly url?: unknown }[] }
  const url = servers?.[0]?.url
  return typeof url === 'string' && /^https?:\/\/[^{}]+$/.test(url) ? url : undefined
}

/** The folder of an installed package, as Node looks for it. */
function packageFolder(from: string, wanted: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', wanted)
    if (isFile(path.join(found, 'package.json'))) return found
    if (folder === path.dirname(folder)) return undefined
  }
}

function programOf(folder: string): string | undefined {
  try {
    const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { bin?: unknown }
    const stated = typeof bin === 'object' && bin !== null ? (bin as Record<string, unknown>)[name] : bin
    const program = typeof stated === 'string' ? path.join(folder, stated) : undefined
    return program !== undefined && isFile(program) ? program : undefined
  } catch {
    return undefined
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

/** What a program said before it failed, without colours and without where in its code that was. */
function lastWords(stderr: string): string {
  const lines = stderr.replace(/\u001b\[[\d;]*m/g, '').split('\n')
  const told = lines
    .map(line => line.trim())
    .filter(line => line !== '' && !/^at |^Node\.js v|^\^+$/.test(line))
  return told.slice(0, 5).join(' ').slice(0, 1000)
}
