import type { Api, RequestValidator } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { functionLogicalId } from '../../definitions/serverlessNames.ts'
import { baseName } from '../../base/files.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { childAt, documentOf, entriesOf, stringOf } from '../../syntax/node.ts'
import type { Mention } from '../symbols/mention.ts'
import { pathOf } from '../site.ts'
import type { FoundSymbol } from '../symbols/symbolTable.ts'
import { declarationText } from './declarationText.ts'
import { apiText, authorizerText, escapeMarkdown, functionText, shown, stageText } from './partTexts.ts'

/** What a name stands for, with the values that count here. Markdown; undefined where nothing is to be said. */
export function symbolText(
  { mention, mentions, symbol }: FoundSymbol,
  owner: DefinitionResult,
): string | undefined {
  const { kind, name } = mention
  const { definition } = owner
  if (!definition) return undefined
  const uses = mentions.filter(({ isDeclaration }) => !isDeclaration).length
  switch (kind) {
    case 'output':
      return outputText(name, mentions)
    case 'resource':
    case 'parameter':
      return (
        nestedParameterText(name, mentions, owner) ??
        parameterText(name, owner) ??
        resourceText(name, owner) ??
        typeText(symbol, mentions)
      )
    case 'function': {
      const id = functionLogicalId(name)
      const fn = definition.functions.find(each => each.id === name || each.id === id)
      return fn && functionText(fn, owner)
    }
    case 'authorizer':
    case 'securityScheme':
      return ofApi(definition.apis, api => {
        const found = api.authorizers.find(each => each.name === name)
        return found && authorizerText(found, api)
      })
    case 'requestValidator':
      return ofApi(
        definition.apis,
        api => api.type === 'rest' && validatorText(api.requestValidators.find(each => each.name === name)),
      )
    case 'model':
      return ofApi(definition.apis, api => {
        const found = api.models.find(each => each.name === name)
        return found && `**${name}**: model of ${api.name}, ${found.contentType}`
      })
    case 'stageVariable':
      return stageVariableText(
        name,
        definition.apis.filter(({ id }) => symbol.split(' ')[1] === id),
      )
    case 'component':
      return componentText(mention, mentions, uses)
    case 'condition':
    case 'mapping':
    case 'scope':
    case 'pathParameter':
      return `**${escapeMarkdown(name)}**: ${words[kind]}, ${usedText(uses)}`
    default:
      return undefined
  }
}

const words = {
  condition: 'condition',
  mapping: 'mapping',
  scope: 'scope',
  pathParameter: 'path parameter',
} as const

function usedText(uses: number): string {
  return uses === 0 ? 'not used' : `used ${uses === 1 ? 'once' : `${uses} times`}`
}

/** `schema`, `parameter`: the singular of the section; at a use what it stands for follows. */
function componentText(
  { name, isDeclaration }: Mention,
  mentions: FoundSymbol['mentions'],
  uses: number,
): string {
  const key = mentions.find(({ isDeclaration }) => isDeclaration)?.node
  const entry = entriesOf(key?.parent).find(each => each.key === key)
  const section = entry && entryAround(entry)?.name
  const word = (section && sections[section]) ?? 'component'
  const text = `**${escapeMarkdown(name)}**: ${word}, ${usedText(uses)}`
  return entry && !isDeclaration ? `${text}\n\n${declarationText(entry)}` : text
}

const sections: Readonly<Record<string, string | undefined>> = {
  schemas: 'schema',
  definitions: 'schema',
  parameters: 'parameter',
  responses: 'response',
  requestBodies: 'request body',
  headers: 'header',
  examples: 'example',
  links: 'link',
  callbacks: 'callback',
}

function entryAround({ key }: Entry): Entry | undefined {
  const mapping = key.parent
  return entriesOf(mapping?.parent).find(({ value }) => value === mapping)
}

function parameterText(name: string, { definition }: DefinitionResult): string | undefined {
  const found = definition?.parameters.find(parameter => parameter.name === name)
  if (!found) return undefined
  return found.value === undefined
    ? `**${name}**: parameter without a value here; \`gatehouse.gateway.parameters\` can give it one`
    : `**${name}**: parameter, \`${found.value}\` here`
}

function resourceText(name: string, owner: DefinitionResult): string | undefined {
  const { definition } = owner
  const fn = definition?.functions.find(({ id }) => id === name)
  if (fn) return functionText(fn, owner)
  const own = definition?.apis.find(({ id }) => id === name)
  if (own) return apiText(own)
  return ofApi(definition?.apis ?? [], api => {
    const stage = api.stages.find(({ id }) => id === name)
    const authorizer = api.authorizers.find(each => each.name === name)
    return stage ? stageText(stage) : authorizer && authorizerText(authorizer, api)
  })
}

/** A parameter that the template of a nested stack declares. */
function nestedParameterText(
  name: string,
  mentions: FoundSymbol['mentions'],
  { definition }: DefinitionResult,
): string | undefined {
  const { file, value } = declaredEntry(mentions) ?? {}
  const isParameter = value !== undefined && pathOf(value)[0] === 'Parameters'
  if (file === undefined || !isParameter || documentOf(value).file === definition?.file) return undefined
  const fallback = stringOf(childAt(value, 'Default'))
  return [
    `**${name}**: parameter of ${file}, ${stringOf(childAt(value, 'Type')) ?? 'String'}`,
    stringOf(childAt(value, 'Description')) ?? '',
    fallback === undefined ? '' : `Default: \`${fallback}\``,
  ]
    .filter(text => text !== '')
    .join('\n\n')
}

function outputText(name: string, mentions: FoundSymbol['mentions']): string | undefined {
  const { file, value } = declaredEntry(mentions) ?? {}
  if (file === undefined) return `**${name}**: output that the nested stack does not have`
  const text = [`**${name}**: output of ${file}`, stringOf(childAt(value, 'Description')) ?? '']
  return text.filter(each => each !== '').join('\n\n')
}

function declaredEntry(mentions: FoundSymbol['mentions']): { file: string; value: Node } | undefined {
  const key = mentions.find(({ isDeclaration }) => isDeclaration)?.node
  const entry = entriesOf(key?.parent).find(each => each.key === key)
  return key && entry && { file: baseName(documentOf(key).file), value: entry.value }
}

function typeText(symbol: string, mentions: FoundSymbol['mentions']): string | undefined {
  const key = mentions.find(({ isDeclaration }) => isDeclaration)?.node
  const entry = entriesOf(key?.parent).find(each => each.key === key)
  const type = stringOf(childAt(entry?.value, 'Type'))
  return type === undefined ? undefined : `**${entry?.name ?? symbol}**: ${type}`
}

function validatorText(found: RequestValidator | undefined): string | undefined {
  if (!found) return undefined
  const parts = [
    valueOf(found.validateRequestBody) === true && 'the body',
    valueOf(found.validateRequestParameters) === true && 'required parameters',
  ].filter(part => part !== false)
  return `**${escapeMarkdown(found.name)}**: validator, checks ${parts.length === 0 ? 'nothing' : parts.join(' and ')}`
}

function stageVariableText(name: string, apis: readonly Api[]): string | undefined {
  const values = apis.flatMap(api =>
    api.stages.flatMap(stage => {
      const fact = stage.variables.get(name)
      return fact ? [`- ${stage.name}: ${shown(fact)}`] : []
    }),
  )
  return values.length === 0
    ? `**${name}**: stage variable that no stage here has`
    : [`**${name}**: stage variable`, '', ...values].join('\n')
}

function ofApi(apis: readonly Api[], find: (api: Api) => string | false | undefined): string | undefined {
  for (const api of apis) {
    const text = find(api)
    if (typeof text === 'string') return text
  }
  return undefined
}
