import type { Fact, Origin } from '../base/origin.ts'
import type { GatewayResponse } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { createLineIndex, rangeAt } from '../base/text.ts'
import type { EmbeddedText } from '../syntax/embedded.ts'
import { embeddedText } from '../syntax/embedded.ts'
import { nodeOfOrigin } from '../syntax/node.ts'
import type { ParsedTemplate } from '../template/parser.ts'
import { parseTemplate } from '../template/parser.ts'
import type { Span } from '../template/tree.ts'
import type {
  Finding,
  GatewayTemplate,
  IntegrationOwner,
  MappingTemplate,
  TemplatePlace,
  TemplateUse,
} from './rule.ts'

export type { GatewayTemplate, MappingTemplate } from './rule.ts'

/** A finding in a template, none where what it is about is only known when the definition is deployed. */
export function findingIn(
  { place }: Pick<MappingTemplate, 'place'>,
  span: Span,
  finding: Omit<Finding, 'origin'>,
): Finding[] {
  return place.isComputed(span) ? [] : [{ ...finding, origin: place.origin(span) }]
}

/** The templates of an integration, each read when it is first asked for. */
export function templatesOf(
  integration: Integration,
  owner: IntegrationOwner,
): (() => MappingTemplate | undefined)[] {
  return statedTemplates(integration, owner).map(({ fact, use }) => once(() => read(fact, use)))
}

/** A template as a definition states it. */
export interface StatedTemplate {
  readonly fact: Fact<string>
  readonly use: TemplateUse
}

/** The templates that an integration states, none of an HTTP API, which renders none. */
export function statedTemplates(integration: Integration, owner: IntegrationOwner): StatedTemplate[] {
  if (owner.api.type === 'http') return []
  const responses = [...integration.responses, ...(integration.keyedResponses ?? [])]
  const of = (direction: TemplateUse['direction'], templates: ReadonlyMap<string, Fact<string>>) =>
    [...templates].map(([mediaType, fact]) => ({ fact, use: { owner, integration, direction, mediaType } }))
  return [
    ...of('request', integration.requestTemplates),
    ...responses.flatMap(response => of('response', response.responseTemplates)),
  ]
}

/** A template that is a file of its own, with its use where a definition is known to take it in. */
export function templateFile(file: string, text: string, use?: TemplateUse): MappingTemplate {
  return {
    text,
    parsed: parsedOnce(text),
    use,
    label: 'This template',
    place: filePlace(file, text),
  }
}

/** The bodies of a gateway response, each read when it is first asked for. */
export function gatewayTemplatesOf({
  type,
  responseTemplates,
}: GatewayResponse): (() => GatewayTemplate | undefined)[] {
  const label = `The template of the gateway response '${type}'`
  return [...responseTemplates.values()].map(fact =>
    once(() => {
      const found = textOf(fact)
      return found && { ...found, label }
    }),
  )
}

function read(fact: Fact<string>, use: TemplateUse): MappingTemplate | undefined {
  const found = textOf(fact)
  const label = `The ${use.direction} template of '${use.owner.label}'`
  return found && { ...found, parsed: parsedOnce(found.text), use, label }
}

function textOf(fact: Fact<string>): { text: string; place: TemplatePlace } | undefined {
  const node = nodeOfOrigin(fact.origin)
  const embedded = node && embeddedText(node)
  if (embedded) return { text: embedded.text, place: embeddedPlace(embedded) }
  return fact.known ? { text: fact.value, place: wholePlace(fact.origin) } : undefined
}

function embeddedPlace(embedded: EmbeddedText): TemplatePlace {
  const { holes } = embedded
  return {
    origin: embedded.origin,
    isComputed: span => holes.some(({ start, end }) => start < span.end && span.start < end),
    hasComputed: holes.length > 0,
    fix: (title, edits, isPreferred) => {
      const written = edits.map(edit => embedded.edit(edit, edit.newText))
      const all = written.flatMap(edit => edit ?? [])
      if (all.length < edits.length || all.length === 0) return []
      return [{ title, edits: all, ...(isPreferred && { isPreferred }) }]
    },
  }
}

/** The text comes from elsewhere, such as a parameter's default: the whole value stands for any part of it. */
function wholePlace(origin: Origin): TemplatePlace {
  return { origin: () => origin, fix: () => [], isComputed: () => false, hasComputed: false }
}

function filePlace(file: string, text: string): TemplatePlace {
  const lines = createLineIndex(text)
  return {
    origin: ({ start, end }) => ({ file, pointer: '', range: rangeAt(lines, start, end) }),
    fix: (title, edits, isPreferred) => [
      {
        title,
        edits: edits.map(({ start, end, newText }) => ({ file, range: rangeAt(lines, start, end), newText })),
        ...(isPreferred && { isPreferred }),
      },
    ],
    isComputed: () => false,
    hasComputed: false,
  }
}

/** The same text is parsed once: a definition often has one template many times. What it gives hangs on the text alone. */
export function parsedOnce(text: string): ParsedTemplate {
  const known = parsedTexts.get(text)
  if (known) return known
  const parsed = parseTemplate(text)
  if (keptCharacters + text.length > mostCharacters) {
    parsedTexts.clear()
    keptCharacters = 0
  }
  parsedTexts.set(text, parsed)
  keptCharacters += text.length
  return parsed
}

const parsedTexts = new Map<string, ParsedTemplate>()
const mostCharacters = 4_000_000
let keptCharacters = 0

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
