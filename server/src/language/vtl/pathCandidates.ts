import { functionDocs } from '../../template/jsonPath/functions.ts'
import { parseJsonPath } from '../../template/jsonPath/parsePath.ts'
import type { Segment } from '../../template/jsonPath/syntax.ts'
import type { Candidate } from './candidate.ts'
import type { TemplateCursor } from './cursor.ts'
import { payloadCandidate } from './payloadCandidate.ts'
import type { PayloadMember, PayloadValue } from './payloadSchema.ts'
import { allBelow, membersOf, payloadsOf, stepInto, typesOf } from './payloadSchema.ts'
import type { PlacedTemplate } from './placedTemplate.ts'

const jsonPathPage = 'https://github.com/json-path/JsonPath'

/** What may follow in a JSONPath: the members that the request's model names, and the functions of json-path. */
export function pathCandidates(
  { path, quote }: TemplateCursor & { kind: 'path' },
  placed: PlacedTemplate,
): readonly Candidate[] | undefined {
  const payloads = payloadsOf(placed.uses)
  if (path === '') return [{ ...rootCandidate, goesOn: payloads.length > 0 }]
  const filter = /^(.*)\[\?\(.*@\.$/s.exec(path)
  if (filter) return memberItems(stepsOver(filter[1] ?? '', payloads).flatMap(elementsOf), quote, false)
  const scan = /^(.*)\.\.$/s.exec(path)
  if (scan) return memberItems(stepsOver(scan[1] ?? '', payloads).flatMap(allBelow), quote, false)
  const bracket = /^(.*)\[(?:'{1,2}|")$/s.exec(path)
  if (bracket) return namedItems(stepsOver(bracket[1] ?? '', payloads))
  const dot = /^(.*)\.$/s.exec(path)
  if (!dot) return undefined
  const values = stepsOver(dot[1] ?? '', payloads)
  return [...memberItems(values, quote, true), ...functionItems(values, payloads.length > 0)]
}

/** The members of what a whole path leads to in the schemas. */
export function payloadsAt(path: string, payloads: readonly PayloadValue[]): PayloadMember[] {
  return distinctMembers(stepsOver(path, payloads))
}

const rootCandidate: Candidate = {
  name: '$',
  kind: 'constant',
  detail: 'the whole payload',
  documentation: `A JSONPath begins with the payload: \`$\`. [json-path](${jsonPathPage})`,
}

/** Where a path leads in the schemas, over names, indexes, slices, wildcards and filters. */
function stepsOver(path: string, payloads: readonly PayloadValue[]): PayloadValue[] {
  const { path: read, fault } = parseJsonPath(path)
  if (fault) return []
  return read.segments.reduce<PayloadValue[]>(
    (values, segment) => values.flatMap(each => after(each, segment)),
    [...payloads],
  )
}

function after(value: PayloadValue, segment: Segment): PayloadValue[] {
  switch (segment.type) {
    case 'property':
      return segment.names.map(({ name }) => stepInto(value, name))
    case 'index':
    case 'slice':
    case 'filter':
      return [stepInto(value, undefined)]
    case 'wildcard':
      return elementsOf(value)
    case 'scan':
      return allBelow(value)
    case 'function':
      return []
  }
}

/** Of a list its elements, of an object its members. */
function elementsOf(value: PayloadValue): PayloadValue[] {
  return [stepInto(value, undefined), ...membersOf(value).map(member => member.value)].filter(
    ({ schemas }) => schemas.length > 0,
  )
}

function distinctMembers(values: readonly PayloadValue[]): PayloadMember[] {
  return [...new Map(values.flatMap(membersOf).map(member => [member.name, member])).values()]
}

/** `canBracket`: a name that cannot stand behind a dot takes its place with brackets. */
function memberItems(values: readonly PayloadValue[], quote: string, canBracket: boolean): Candidate[] {
  return distinctMembers(values).flatMap(member => {
    if (/^[^.[\]'"()\s,?@*$]+$/.test(member.name)) return [payloadCandidate(member)]
    if (!canBracket || /['"\\]/.test(member.name)) return []
    // In a string in single quotes Velocity reads two of them as one.
    const mark = quote === "'" ? "''" : "'"
    const insert = [`[${mark}${member.name}${mark}]`]
    return [{ ...payloadCandidate(member), insert, replacesBefore: 1 }]
  })
}

function namedItems(values: readonly PayloadValue[]): Candidate[] {
  return distinctMembers(values).map(payloadCandidate)
}

/** Functions end a path; where a schema says what stands there, only those that take it. */
function functionItems(values: readonly PayloadValue[], isDescribed: boolean): Candidate[] {
  const types = values.flatMap(typesOf)
  if (
    isDescribed &&
    types.length > 0 &&
    types.every(type => /^(string|number|integer|boolean|null)$/.test(type))
  )
    return []
  const isObject = types.length > 0 && types.every(type => type === 'object')
  return [...functionDocs]
    .filter(([name]) => !isObject || /^(length|size|keys)$/.test(name))
    .map(([name, documentation]) => ({
      name,
      kind: 'method',
      detail: `${name}(${takesArguments.test(name) ? '…' : ''})`,
      documentation: `${documentation}. [json-path](${jsonPathPage})`,
      insert: takesArguments.test(name) ? [`${name}(`, { stop: 1 }, ')'] : [`${name}()`],
      rank: 2,
    }))
}

const takesArguments = /^(concat|append|index)$/
