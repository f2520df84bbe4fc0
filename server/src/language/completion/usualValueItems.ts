import { CompletionItemKind } from 'vscode-languageserver-types'
import { deprecatedRuntimes } from '../../rules/function/functionRuntimeDeprecated.ts'
import { runtimes } from '../../rules/function/functionRuntimeInvalid.ts'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { valueItem } from './proposal.ts'

interface UsualValue {
  readonly name: string
  readonly what: string
}

/** Values that schemas cannot list, since any text may stand there: runtimes, methods of SAM's events, status codes. */
export const usualValueItems: Provider = context => {
  const { site, intrinsics } = context
  if (!takesValue(site) || intrinsics.length > 0) return []
  return valuesFor(context).map(({ name, what }, index) =>
    valueItem(site, {
      label: name,
      detail: what,
      sort: `0${String(index).padStart(2, '0')}`,
      kind: CompletionItemKind.EnumMember,
    }),
  )
}

function valuesFor(context: CompletionContext): readonly UsualValue[] {
  const { place, resource, kind, openApi } = context
  if (openApi) return declaredStatusCodes(openApi)
  const isGlobal = kind === 'sam' && place.join('.') === 'Globals.Function.Runtime'
  const isFunction = /^AWS::(Lambda|Serverless)::Function$/.test(resource?.type ?? '')
  if (isGlobal || (isFunction && resource?.path?.join('.') === 'Runtime')) return currentRuntimes
  const [events, id = '', properties, name, ...below] = resource?.path ?? []
  const isMethod =
    events === 'Events' && properties === 'Properties' && name === 'Method' && below.length === 0
  const type = isMethod ? stringOf(childAt(resource?.properties, 'Events', id, 'Type')) : undefined
  return type === 'Api' || type === 'HttpApi' ? methods : []
}

// The newest of each language first.
const currentRuntimes: readonly UsualValue[] = [...new Set(runtimes.map(familyOf))].flatMap(family =>
  runtimes
    .filter(name => familyOf(name) === family && !deprecatedRuntimes.has(name))
    .reverse()
    .map(name => ({ name, what: 'Lambda runtime' })),
)

function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime)?.[0] ?? runtime
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html#sam-function-api-method
const methods: readonly UsualValue[] = [
  ...['get', 'post', 'put', 'patch', 'delete', 'head', 'options'].map(name => ({
    name,
    what: 'HTTP method',
  })),
  { name: 'any', what: 'Every HTTP method' },
]

/** An integration response answers with a status code that the operation's responses declare. */
function declaredStatusCodes({ root, path }: NonNullable<CompletionContext['openApi']>): UsualValue[] {
  const [integration, responses, , statusCode] = path.slice(-4)
  if (integration !== 'x-amazon-apigateway-integration' || responses !== 'responses') return []
  if (statusCode !== 'statusCode') return []
  return entriesOf(childAt(root, ...path.slice(0, -4), 'responses'))
    .filter(({ name }) => /^\d{3}$/.test(name))
    .map(({ name, value }) => ({
      name,
      what: stringOf(childAt(value, 'description')) ?? 'declared response',
    }))
}
