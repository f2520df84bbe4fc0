import type { Entry, Node, ScalarNode } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import type { Mention, Scope } from './mention.ts'
import { mentionOf, symbolOf } from './mention.ts'
import { pathParameterMentions } from './pathParameters.ts'
import { referenceMentions, referenceSymbol } from './referenceMentions.ts'
import { stageVariableMentions } from './stageVariables.ts'
import type { Place } from './walk.ts'
import { walkEntries } from './walk.ts'

const httpMethod = /^(get|put|post|delete|options|head|patch|trace|x-amazon-apigateway-any-method)$/

/** Sections of an OpenAPI document whose entries have names. */
const namedSections = ['definitions', 'parameters', 'responses', 'securityDefinitions'] as const

const validators = 'x-amazon-apigateway-request-validators'

/** Every name in an OpenAPI document, or in a file that stands for a part of one. */
export function openApiMentions(root: Node): Mention[] {
  return [...declared(root), ...entriesOf(root).flatMap(mentionsInSection)]
}

function mentionsInSection(section: Entry): readonly Mention[] {
  const { name, value } = section
  if (name === 'components') return entriesOf(value).flatMap(mentionsInEach)
  if (name === 'paths') return entriesOf(value).flatMap(pathMentions)
  if (name === 'definitions') return mentionsInEach(section)
  return kept(section)
}

function mentionsInEach({ value }: Entry): Mention[] {
  return entriesOf(value).flatMap(kept)
}

function pathMentions(path: Entry): readonly Mention[] {
  return [...kept(path), ...pathParameterMentions(path)]
}

function kept(entry: Entry): readonly Mention[] {
  const { name, value } = entry
  return keep(value, `${mentionsKey} ${name}`, () => mentionsBelow(entry))
}

const mentionsKey = 'openApiMentions'

function mentionsBelow(entry: Entry): Mention[] {
  const found = mentionsAt(entry, undefined)
  walkEntries(entry.value, (inner, place) =>
    found.push(...mentionsAt(inner, place ?? { name: entry.name, up: undefined })),
  )
  return found
}

function mentionsAt({ name, key, value }: Entry, place: Place | undefined): Mention[] {
  const found: Mention[] = value.type === 'scalar' ? scalarMentions(name, value, place) : []
  if (name === 'security') found.push(...itemsOf(value).flatMap(requirementMentions))
  if (value.type === 'sequence') found.push(...itemsOf(value).flatMap(textMentions))
  // https://spec.openapis.org/oas/v3.0.3#oauth-flow-object
  if (place?.name === 'scopes') found.push(mentionOf('scope', key, true, scopeSymbol(key)))
  return found
}

function scalarMentions(name: string, value: ScalarNode, place: Place | undefined): Mention[] {
  const text = stringOf(value)
  if (text === undefined) return []
  if (name === '$ref' || (place?.name === 'mapping' && text.includes('#/'))) return referenceMentions(value)
  if (name === 'operationId') {
    const symbols: Mention['symbols'] = ({ openApi }) => [
      symbolOf('operation', openApi.file, openApi.pointer, text),
    ]
    return [mentionOf('operation', value, place === undefined || httpMethod.test(place.name), symbols)]
  }
  if (name === 'x-amazon-apigateway-request-validator') {
    const symbols: Mention['symbols'] = ({ openApi }) => [referenceSymbol(openApi, [validators, text])]
    return [mentionOf('requestValidator', value, false, symbols)]
  }
  return textMentions(value)
}

function textMentions(node: Node): Mention[] {
  return node.type === 'scalar' ? stageVariableMentions(node) : []
}

/** An item of `security`: schemes with the scopes that are asked for. */
function requirementMentions(requirement: Node): Mention[] {
  return entriesOf(requirement).flatMap(({ key, name, value }) => [
    mentionOf('securityScheme', key, false, ({ openApi }) => [securitySchemeSymbol(openApi, name)]),
    ...scopeMentions(value),
  ])
}

/** A list of scopes that a caller has to bring. */
export function scopeMentions(list: Node): Mention[] {
  return itemsOf(list).flatMap(item =>
    item.type === 'scalar' && typeof item.value === 'string'
      ? [mentionOf('scope', item, false, scopeSymbol(item))]
      : [],
  )
}

function scopeSymbol(node: ScalarNode): Mention['symbols'] {
  return ({ api, file }) => [symbolOf('scope', api ?? file, String(node.value))]
}

/** What a security scheme is known by. */
export function securitySchemeSymbol(openApi: Scope['openApi'], name: string): string {
  return referenceSymbol(
    openApi,
    openApi.isSwagger ? ['securityDefinitions', name] : ['components', 'securitySchemes', name],
  )
}

function declared(root: Node): Mention[] {
  const groups = [
    ...entriesOf(childAt(root, 'components')).map(group => ({
      path: ['components', group.name],
      node: group.value,
    })),
    ...[...namedSections, validators].map(name => ({ path: [name], node: childAt(root, name) })),
  ]
  return groups.flatMap(({ path, node }) =>
    entriesOf(node).map(({ key, name }) =>
      mentionOf(kindOf(path), key, true, ({ openApi }) => [referenceSymbol(openApi, [...path, name])]),
    ),
  )
}

function kindOf(path: readonly string[]): Mention['kind'] {
  const group = path.at(-1)
  if (group === 'securitySchemes' || group === 'securityDefinitions') return 'securityScheme'
  return group === validators ? 'requestValidator' : 'component'
}
