import type { JavaList, JavaMap, JavaValue } from '../values.ts'
import { compileCondition } from './conditions.ts'
import { compileFunction } from './functions.ts'
import type { Nested } from './nested.ts'
import type { Run } from './run.ts'
import { PathFailure } from './run.ts'
import type { FilterSegment, IndexSegment, PropertySegment, Segment, SliceSegment } from './syntax.ts'

/** What a segment does with a value: it calls the segment that follows, or adds to the results. */
export type Step = (value: JavaValue, run: Run) => void

/** Compiles segments to the step of the first. */
export function compileSegments(
  segments: readonly Segment[],
  isDefiniteBefore: boolean,
  nested: Nested,
): Step {
  const isDefinite = [isDefiniteBefore]
  segments.forEach((_, index) => isDefinite.push(isDefinite[index] === true && isDefiniteAt(segments, index)))
  const steps: Step[] = []
  for (let index = segments.length - 1; index >= 0; index--)
    steps[index] = compileSegment({ segments, index, steps, isDefinite: isDefinite[index] === true, nested })
  return steps[0] ?? addResult
}

/** Whether a path of these segments gives one value. */
export function isDefinitePath(segments: readonly Segment[]): boolean {
  return segments.every((_, index) => isDefiniteAt(segments, index))
}

function isDefiniteAt(segments: readonly Segment[], index: number): boolean {
  const segment = segments[index]
  if (segment?.type === 'property') return segment.names.length === 1 || index === segments.length - 1
  if (segment?.type === 'index') return segment.indexes.length === 1
  return segment?.type === 'function'
}

interface Place {
  readonly segments: readonly Segment[]
  readonly index: number
  /** The steps of the segments behind this one. */
  readonly steps: readonly Step[]
  /** Whether nothing before makes the path indefinite: then what is missing ends the evaluation. */
  readonly isDefinite: boolean
  readonly nested: Nested
}

function compileSegment(place: Place): Step {
  const segment = place.segments[place.index]
  switch (segment?.type) {
    case 'property':
      return compileProperty(segment, place)
    case 'index':
      return compileIndexes(segment, place)
    case 'slice':
      return compileSlice(segment, place)
    case 'wildcard':
      return compileWildcard(place)
    case 'filter':
      return compileFilter(segment, place)
    case 'function':
      return compileCall(compileFunction(segment, place.nested), place)
    default:
      return compileScan(place)
  }
}

function addResult(value: JavaValue, run: Run): void {
  run.add(value)
}

function nextStep({ steps, index }: Place): Step {
  return steps[index + 1] ?? addResult
}

function isLeaf({ segments, index }: Place): boolean {
  return index === segments.length - 1
}

function compileProperty({ names }: PropertySegment, place: Place): Step {
  const [first] = names
  const step =
    names.length === 1 && first
      ? compileMember(first.name, place, place.isDefinite)
      : isLeaf(place)
        ? compileMerge(names.map(({ name }) => name))
        : compileMembers(
            names.map(({ name }) => name),
            place,
          )
  return (value, run) => {
    if (value instanceof Map) step(value, run)
    else if (place.isDefinite) throw new PathFailure('missing', 'Expected to find an object')
  }
}

type MapStep = (map: JavaMap, run: Run) => void

function compileMember(name: string, place: Place, isRequired: boolean): MapStep {
  const next = isLeaf(place) ? leafOf(place) : nextStep(place)
  const isRequiredHere = !isLeaf(place) && isRequired
  return (map, run) => {
    run.work.count()
    const value = map.get(name)
    if (value !== undefined) next(value, run)
    else if (isRequiredHere || run.isStrict) throw new PathFailure('missing', `Missing property '${name}'`)
  }
}

/**
 * json-path (since 2.7.0) lets the last name of a path pass only if the list item that a scan looked at last has
 * the index that the segment before names, `[0]` in `$..[0].name`; for any other kind of segment it has not.
 */
function leafOf({ segments, index }: Place): Step {
  const before = segments[index - 1]
  if (segments[index - 2]?.type !== 'scan' || before === undefined) return addResult
  const wanted = before.type === 'index' && before.indexes.length === 1 ? before.indexes[0] : undefined
  return (value, run) => {
    if (run.scannedIndex === -1 || run.scannedIndex === wanted) run.add(value)
  }
}

/** `['one','two']` at the end: one map of those members that there are. */
function compileMerge(names: readonly string[]): MapStep {
  return (map, run) => {
    const merged: JavaMap = new Map()
    for (const name of names) {
      const value = map.get(name)
      if (value !== undefined) merged.set(name, value)
      else if (run.isStrict) throw new PathFailure('missing', `Missing property '${name}'`)
    }
    run.add(merged)
  }
}

function compileMembers(names: readonly string[], place: Place): MapStep {
  const members = names.map(name => compileMember(name, place, false))
  return (map, run) => {
    for (const member of members) member(map, run)
  }
}

/** A step that takes lists only, and how it takes one of their items. */
function overList(place: Place, step: (list: JavaList, run: Run, take: Take) => void): Step {
  const take = compileTake(place)
  return (value, run) => {
    if (Array.isArray(value)) step(value, run, take)
    else if (place.isDefinite) throw new PathFailure('missing', 'Expected to find an array')
  }
}

type Take = (list: JavaList, index: number, run: Run) => void

/** Takes an item by index, from the end if negative; an index outside of the list gives nothing. */
function compileTake(place: Place): Take {
  const next = nextStep(place)
  const take: Take = (list, index, run) => {
    run.work.count()
    const value = list[index < 0 ? list.length + index : index]
    if (value !== undefined) next(value, run)
  }
  const mayCall = place.segments.slice(place.index).some(segment => segment.type === 'function')
  return mayCall
    ? (list, index, run) => {
        takeIfInside(take, list, index, run)
      }
    : take
}

function takeIfThere(take: Take, list: JavaList, index: number, run: Run): void {
  try {
    take(list, index, run)
  } catch (error) {
    if (!(error instanceof PathFailure) || error.kind !== 'missing') throw error
  }
}

function takeIfInside(take: Take, list: JavaList, index: number, run: Run): void {
  try {
    take(list, index, run)
  } catch (error) {
    if (!(error instanceof PathFailure) || error.kind !== 'index') throw error
  }
}

function compileIndexes({ indexes }: IndexSegment, place: Place): Step {
  return overList(place, (list, run, take) => {
    for (const index of indexes) take(list, index, run)
  })
}

function compileSlice({ from, to }: SliceSegment, place: Place): Step {
  return overList(place, (list, run, take) => {
    const [start, end] = sliceBounds(list.length, from, to)
    for (let index = start; index < end; index++) take(list, index, run)
  })
}

function sliceBounds(length: number, from: number | undefined, to: number | undefined): [number, number] {
  const fromEnd = (bound: number) => (bound < 0 ? length + bound : bound)
  if (to === undefined) return [Math.max(fromEnd(from ?? 0), 0), length]
  if (from === undefined) return [0, Math.min(fromEnd(to), length)]
  // With both bounds json-path takes a negative one as it is: the items before the first are those at the end.
  return [Math.max(from, -length), Math.min(to, length)]
}

function compileWildcard(place: Place): Step {
  const next = isLeaf(place) ? leafOf(place) : nextStep(place)
  const take = compileTake(place)
  return (value, run) => {
    if (value instanceof Map) {
      for (const member of value.values()) {
        run.work.count()
        next(member, run)
      }
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        if (run.isStrict) take(value, index, run)
        else takeIfThere(take, value, index, run)
      }
    }
  }
}

function compileFilter({ condition }: FilterSegment, place: Place): Step {
  const holds = compileCondition(condition, place.nested)
  const next = nextStep(place)
  const take = compileTake(place)
  return (value, run) => {
    if (value instanceof Map) {
      if (holds(value, run)) next(value, run)
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        run.work.count()
        if (holds(value[index] ?? null, run)) take(value, index, run)
      }
    } else if (place.isDefinite) throw new PathFailure('invalid', 'A filter can not be applied to primitives')
  }
}

function compileCall(call: (value: JavaValue, run: Run) => JavaValue, place: Place): Step {
  const next = place.steps[place.index + 1]
  return (value, run) => {
    const result = call(value, run)
    run.add(result)
    next?.(result, run)
  }
}

/**
 * Looks for what the next segment wants in a value and all that it holds. Of a list that it wants, it gives every item
 * straight to the segment after the next: an oddity of json-path by which `$..[0].a.b` looks at all items.
 */
function compileScan(place: Place): Step {
  const { segments, index, steps } = place
  const [wanted, step, behind] = [segments[index + 1], steps[index + 1], steps[index + 2]]
  if (!wanted || !step) return endlessScan
  const remembers = index + 2 === segments.length - 1
  const wants = compileWanted(wanted, isLeaf({ ...place, index: index + 1 }), place.nested)
  const scan = (value: JavaValue, run: Run): void => {
    const isList = Array.isArray(value)
    if (!isList && !(value instanceof Map)) return
    run.work.enter()
    if (wants(value, run)) {
      if (isList && behind) scanItems(value, run, behind, remembers)
      else step(value, run)
    }
    for (const member of value.values()) scan(member, run)
    run.work.leave()
  }
  return scan
}

function endlessScan(): never {
  throw new PathFailure('other', 'java.lang.IllegalStateException: Current path token is a leaf')
}

function scanItems(list: JavaList, run: Run, behind: Step, remembers: boolean): void {
  for (let index = 0; index < list.length; index++) {
    if (remembers) run.scannedIndex = index
    behind(list[index] ?? null, run)
  }
}

/** Whether a scan is to try a list or map. */
function compileWanted(
  segment: Segment,
  isLast: boolean,
  nested: Nested,
): (value: JavaValue, run: Run) => boolean {
  switch (segment.type) {
    case 'property': {
      const names = segment.names.map(({ name }) => name)
      if (names.length > 1 && !isLast) return value => value instanceof Map
      return value => value instanceof Map && names.every(name => value.has(name))
    }
    case 'index':
    case 'slice':
      return value => Array.isArray(value)
    case 'wildcard':
      return () => true
    case 'filter':
      return compileCondition(segment.condition, nested)
    default:
      return () => false
  }
}
