import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

// What the engine of VS Code makes of the grammars is shown in `test/editor/colours.mjs`.

const root = path.join(import.meta.dirname, '../..')

interface Configuration {
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } }
  readonly indentationRules: {
    readonly increaseIndentPattern: string
    readonly decreaseIndentPattern: string
  }
  readonly onEnterRules: readonly { readonly beforeText: string; readonly afterText: string }[]
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'))
}

describe('in a .vtl file', () => {
  const configuration = read('media/velocity-language-configuration.json') as Configuration
  const { markers } = configuration.folding
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules

  it.each([
    ['#if($x)', 'start', 'increase'],
    ['  #foreach($item in $list)', 'start', 'increase'],
    ['#{if}($x)', 'start', 'increase'],
    ['#define($block)', 'start', 'increase'],
    ['  #end', 'end', 'decrease'],
    ['#{end}', 'end', 'decrease'],
    ['#else', 'neither', 'both'],
    ['#elseif($y)', 'neither', 'both'],
    ['#if($foreach.hasNext),#end', 'neither', 'neither'],
    ['#set($ifx = 1)', 'neither', 'neither'],
    ['"text #if"', 'neither', 'neither'],
  ])('%s folds as %s and indents as %s', (line, folds, indents) => {
    expect(which(line, { start: markers.start, end: markers.end })).toBe(folds)
    expect(which(line, { increase: increaseIndentPattern, decrease: decreaseIndentPattern })).toBe(indents)
  })

  it('a comment that is broken in two stays a comment, an end of one is the end', () => {
    const [rule] = configuration.onEnterRules
    const goesOn = (before: string, after: string) =>
      new RegExp(rule?.beforeText ?? '').test(before) && new RegExp(rule?.afterText ?? '').test(after)
    expect(goesOn('  ## about', ' the body')).toBe(true)
    expect(goesOn('  ## about', '')).toBe(false)
    expect(goesOn('$x', ' rest')).toBe(false)
  })
})

it('every grammar of the manifest is there, under the name that it has itself', () => {
  const { contributes } = read('package.json') as {
    contributes: { grammars: readonly { scopeName: string; path: string }[] }
  }
  expect(contributes.grammars.map(each => each.scopeName)).toContain('source.vtl.apigateway')
  for (const { scopeName, path: file } of contributes.grammars) {
    expect(existsSync(path.join(root, file)), file).toBe(true)
    expect(read(file)).toMatchObject({ scopeName })
  }
})

function which(line: string, patterns: Readonly<Record<string, string>>): string {
  const names = Object.entries(patterns).flatMap(([name, pattern]) =>
    new RegExp(pattern).test(line) ? [name] : [],
  )
  return names.length === 0 ? 'neither' : names.length === 2 ? 'both' : (names[0] ?? '')
}
