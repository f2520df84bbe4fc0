import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

// The house keeps its own rules: who may import whom, how large a file may grow, how things are named.
// docs/architecture.md gives the reasons.

const root = path.join(import.meta.dirname, '..')
const serverRoot = path.join(root, 'server/src')
const clientRoot = path.join(root, 'client')

/** Which floor a room stands on; a room may import the floors below its own, and itself. */
const floors: Readonly<Record<string, number>> = {
  base: 0,
  protocol: 0.5,
  syntax: 1,
  template: 1,
  policy: 1,
  traces: 1,
  requests: 1,
  schema: 1.5,
  api: 2,
  definitions: 3,
  rules: 4,
  gateway: 4,
  testing: 4,
  migration: 4,
  language: 5,
  debugger: 5,
  functions: 5,
  io: 5,
  commands: 6,
  main: 6,
  start: 6,
}

const budget = { lines: 500, medianLines: 130, functionLines: 80 }

function sourcesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const full = path.join(folder, name)
    if (statSync(full).isDirectory()) return name === 'generated' ? [] : sourcesUnder(full)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [full] : []
  })
}

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

const importsByFile = new Map<string, readonly Import[]>()

function importsOf(file: string): readonly Import[] {
  const known = importsByFile.get(file) ?? findImports(file)
  importsByFile.set(file, known)
  return known
}

function findImports(file: string): Import[] {
  const source = parse(file)
  const found: Import[] = []
  const add = (specifier: string, isType: boolean) => {
    if (specifier.startsWith('.')) {
      found.push({ from: file, to: path.resolve(path.dirname(file), specifier), isType })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
}

function roomOf(file: string): string {
  const [first = ''] = path.relative(serverRoot, file).split(path.sep)
  return first.replace(/\.ts$/, '')
}

const named = (file: string) => path.relative(root, file).replaceAll(path.sep, '/')
const serverFiles = sourcesUnder(serverRoot)
const clientFiles = sourcesUnder(clientRoot)
const allFiles = [...serverFiles, ...clientFiles]

describe('floors', () => {
  it('stand for every room of the server', () => {
    expect(serverFiles.map(roomOf).filter(room => !(room in floors))).toEqual([])
  })

  it('are imported downwards only, never sideways', () => {
    const wrong = serverFiles.flatMap(importsOf).flatMap(({ from, to }) => {
      const [upper, lower] = [roomOf(from), roomOf(to)]
      if (upper === lower || floors[upper] === 6) return []
      const allowed = (floors[lower] ?? 99) < (floors[upper] ?? -1)
      return allowed ? [] : [`${named(from)} imports ${named(to)}`]
    })
    expect(wrong).toEqual([])
  })

  it('keep the api room on plain data: it imports the lowest floors and the shape of policies only', () => {
    const wrong = serverFiles
      .filter(file => roomOf(file) === 'api')
      .flatMap(importsOf)
      .filter(({ to }) => !['api', 'base', 'protocol', 'policy'].includes(roomOf(to)))
    expect(wrong).toEqual([])
  })

  it('let the client see the protocol types of the server and nothing else', () => {
    const wrong = clientFiles
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith(serverRoot))
      .filter(({ to, isType }) => !isType || !['protocol', 'base'].includes(roomOf(to)))
      .map(({ from, to }) => `${named(from)} imports ${named(to)}`)
    expect(wrong).toEqual([])
  })

  it('hold no code in protocol, only types', () => {
    const wrong = serverFiles.filter(file => roomOf(file) === 'protocol').filter(hasCode)
    expect(wrong.map(named)).toEqual([])
  })
})

describe('imports', () => {
  it('go round in no circle', () => {
    const graph = new Map(allFiles.map(file => [file, importsOf(file).map(found => found.to)]))
    expect(findCycle(graph)?.map(named)).toBeUndefined()
  })

  it('of node are left to the upper floors', () => {
    const wrong = serverFiles
      .filter(file => (floors[roomOf(file)] ?? 9) < 5)
      .filter(file => /from 'node:(?!buffer|util')/.test(readFileSync(file, 'utf8')))
    expect(wrong.map(named)).toEqual([])
  })

  it('of vscode stay in the client', () => {
    const wrong = serverFiles.filter(file => /from 'vscode'/.test(readFileSync(file, 'utf8')))
    expect(wrong.map(named)).toEqual([])
  })

  it('of vscode-languageserver stay in the verb that speaks it', () => {
    const wrong = serverFiles
      .filter(file => /from 'vscode-(languageserver|jsonrpc)/.test(readFileSync(file, 'utf8')))
      .filter(file => !['commands', 'language'].includes(roomOf(file)))
    expect(wrong.map(named)).toEqual([])
  })
})

describe('budgets', () => {
  const lengths = allFiles.map(file => ({
    file: named(file),
    lines: readFileSync(file, 'utf8').split('\n').length,
  }))

  it(`no file over ${budget.lines} lines`, () => {
    expect(lengths.filter(({ lines }) => lines > budget.lines)).toEqual([])
  })

  it(`the median file under ${budget.medianLines} lines`, () => {
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(budget.medianLines)
  })

  it(`no function over ${budget.functionLines} lines`, () => {
    expect(allFiles.flatMap(longFunctions)).toEqual([])
  })
})

describe('names', () => {
  it('of files are camelCase (components of the panel PascalCase)', () => {
    const wrong = allFiles
      .map(file => path.basename(file))
      .filter(name => !/^[a-zA-Z][a-zA-Z0-9]*\.tsx?$/.test(name))
    expect(wrong).toEqual([])
  })

  it('say what a file is for', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|manager|service|impl)\.tsx?$/i
    expect(allFiles.map(named).filter(file => vague.test(file))).toEqual([])
  })
})

function hasCode(file: string): boolean {
  return parse(file).statements.some(
    statement =>
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) &&
      !(
        ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      ),
  )
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    const at = trail.indexOf(file)
    if (at >= 0) return [...trail.slice(at), file]
    if (done.has(file)) return undefined
    done.add(file)
    for (const next of graph.get(file) ?? []) {
      const cycle = walk(next, [...trail, file])
      if (cycle) return cycle
    }
    return undefined
  }
  for (const file of graph.keys()) {
    const cycle = walk(file, [])
    if (cycle) return cycle
  }
  return undefined
}

function longFunctions(file: string): string[] {
  const source = parse(file)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line
      const last = source.getLineAndCharacterOfPosition(node.end).line
      if (last - first + 1 > budget.functionLines)
        found.push(`${named(file)}:${first + 1} (${last - first + 1} lines)`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
