import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Platform } from '../platform.ts'
import type { RuntimeInput, StartOrReason } from './runtime.ts'

/** A Python to run handlers on. */
interface PythonProgram {
  readonly file: string
  /** `3.11`; empty for a program that is no Python. */
  readonly version: string
}

/** The oldest Python that the bootstrap runs on: 3.8. */
const oldestMinor = 8

/** Python runs our own bootstrap. */
export async function pythonStart(runtime: string, input: RuntimeInput): Promise<StartOrReason> {
  const wanted = runtime.slice('python'.length)
  const program = await findPython(wanted, input)
  if (typeof program === 'string') return program
  const bootstrap = path.join(path.dirname(input.bootstrapFile), 'pythonBootstrap.py')
  return {
    start: {
      type: 'frames',
      file: program.file,
      // No byte code beside the user's sources, and no site of the user's that Lambda does not have.
      arguments: ['-B', '-u', bootstrap],
      environment: {},
      takesMore: false,
    },
    notes:
      program.version === wanted ? [] : [`${runtime} is not installed, ran on Python ${program.version}`],
  }
}

/**
 * The first of: the configured Python, a virtual environment beside the code or above it, the version asked for on the
 * PATH, any `python3`.
 */
async function findPython(wanted: string, input: RuntimeInput): Promise<PythonProgram | string> {
  const { platform, code } = input
  const configured = platform.variable('GATEHOUSE_PYTHON')
  if (configured !== undefined && configured !== '') {
    const program = await askPython(platform, configured)
    return program ?? `'${configured}' is no Python 3.8 or newer: set GATEHOUSE_PYTHON to one`
  }
  const virtual = virtualEnvironments(code.taskRoot, code.root, platform.variable('VIRTUAL_ENV'))
  const named = [`python${wanted}`, 'python3', 'python'].flatMap(name => platform.findProgram(name) ?? [])
  const found: PythonProgram[] = []
  for (const file of [...virtual, ...named]) {
    const program = await askPython(platform, file)
    if (!program) continue
    if (program.version === wanted || virtual.includes(file)) return program
    found.push(program)
  }
  return found[0] ?? `no Python was found: install python${wanted}, or set GATEHOUSE_PYTHON to a Python 3`
}

const asked = new Map<string, Promise<PythonProgram | undefined>>()

/** Asks a program for its version and its real file (behind a shim); undefined when it is no Python that can be used. */
function askPython(platform: Platform, file: string): Promise<PythonProgram | undefined> {
  const known = asked.get(file)
  if (known) return known
  const question = 'import sys; print("Python", "%d.%d" % sys.version_info[:2], sys.executable)'
  const program = platform.outputOf(file, ['-c', question]).then(text => {
    const [, version = '', executable] = /^Python (3\.\d+) (.+)$/m.exec(text) ?? []
    const minor = Number(version.split('.')[1] ?? 0)
    return minor < oldestMinor ? undefined : { file: executable ?? file, version }
  })
  asked.set(file, program)
  return program
}

/** Interpreters of virtual environments: in the folders from the code up to the definition's, and the active one. */
function virtualEnvironments(taskRoot: string, root: string, active: string | undefined): string[] {
  const folders: string[] = []
  for (let folder = taskRoot; ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, '.venv'), path.join(folder, 'venv'))
    if (folder === root || folder === path.dirname(folder)) break
  }
  if (active !== undefined && active !== '') folders.push(active)
  return folders
    .flatMap(folder => [path.join(folder, 'bin', 'python3'), path.join(folder, 'Scripts', 'python.exe')])
    .filter(file => existsSync(file))
}
