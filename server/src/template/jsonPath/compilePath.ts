import type { JavaValue } from '../values.ts'
import type { CompiledPath, Nested } from './nested.ts'
import type { Work } from './run.ts'
import { PathFailure, Run } from './run.ts'
import { compileSegments, isDefinitePath } from './segments.ts'
import type { JsonPath, Segment } from './syntax.ts'

/** Compiles a path to closures; nothing of it is looked at as text again. */
export function compilePath(path: JsonPath): CompiledPath {
  const { root } = path
  const inverted = invertScan(path)
  if (inverted) return compileChain(root, inverted, false)
  return compileSimple(root, path.segments) ?? compileChain(root, path.segments, true)
}

/**
 * `$..a.sum()` is read as `$.sum($..a)`: a function at the end of a path that begins with a scan takes what the rest
 * gives, all together.
 */
function invertScan({ segments, start, end }: JsonPath): readonly Segment[] | undefined {
  const index = segments.findIndex(segment => segment.type === 'function')
  const called = segments[index]
  if (called?.type !== 'function' || segments.at(-1)?.type !== 'function' || segments[0]?.type !== 'scan')
    return undefined
  const scanned: JsonPath = { root: '$', segments: segments.slice(0, index), start, end }
  return [{ ...called, arguments: [{ type: 'path', path: scanned }] }, ...segments.slice(index + 1)]
}

/** Paths of single names and indexes, which most are: no results to collect, no exceptions. */
function compileSimple(root: '$' | '@', segments: readonly Segment[]): CompiledPath | undefined {
  const keys: (string | number)[] = []
  for (const segment of segments) {
    const key =
      segment.type === 'property'
        ? segment.names.length === 1 && segment.names[0]?.name
        : segment.type === 'index' && segment.indexes.length === 1 && segment.indexes[0]
    if (key === false || key === undefined) return undefined
    keys.push(key)
  }
  const [first, ...further] = keys
  const follow = first === undefined ? itself : further.reduce(behind, firstStep(first))
  return { isDefinite: true, root, evaluate: follow, follow }
}

type Follow = (item: JavaValue) => JavaValue | undefined

function itself(item: JavaValue): JavaValue {
  return item
}

function firstStep(key: string | number): Follow {
  if (typeof key === 'string') return item => (item instanceof Map ? item.get(key) : undefined)
  return item => (Array.isArray(item) ? item[key < 0 ? item.length + key : key] : undefined)
}

/** A step of its own for every key: each of them then meets few kinds of values, which runs fastest. */
function behind(before: Follow, key: string | number): Follow {
  if (typeof key === 'string')
    return item => {
      const value = before(item)
      return value instanceof Map ? value.get(key) : undefined
    }
  return item => {
    const value = before(item)
    return Array.isArray(value) ? value[key < 0 ? value.length + key : key] : undefined
  }
}

/** A path of any segments. Whether it is definite can be told beforehand, for a path that another one was made of. */
function compileChain(
  root: '$' | '@',
  segments: readonly Segment[],
  isDefiniteBefore: boolean,
  isDefinite = isDefinitePath(segments),
): CompiledPath {
  const step = compileSegments(segments, isDefiniteBefore, nested)
  const evaluate = (item: JavaValue, document: JavaValue, isStrict: boolean, work: Work) => {
    if (document === null) throw new PathFailure('argument', 'root can not be null')
    const run = new Run(document, isStrict, work)
    try {
      step(item, run)
    } catch (error) {
      if (error instanceof PathFailure && error.kind === 'missing') return undefined
      throw error
    }
    return isDefinite ? run.results.at(-1) : run.results
  }
  return { isDefinite, root, evaluate }
}

const nested: Nested = {
  compile: compilePath,
  compileMembers({ root, segments, end }) {
    if (segments.length === 0 || segments.at(-1)?.type === 'function')
      return compilePath({ root, segments, start: 0, end })
    const members = [...segments, { type: 'wildcard', start: end, end } as const]
    return compileChain(root, members, true, isDefinitePath(segments))
  },
}
