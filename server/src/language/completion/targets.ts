import { resourceFacts } from '../../schema/resourceFacts.ts'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import { pseudoParameters } from '../names.ts'
import type { CompletionContext, DeclaredResource } from './context.ts'
import { declaredResources } from './context.ts'
import { nestedTemplate } from './nestedStackItems.ts'

/** Something that an intrinsic function can name. */
export interface Target {
  /** A logical id, or `Name.Attribute`. */
  readonly name: string
  readonly detail: string
  /** What fits the property sorts first. */
  readonly sort: string
  readonly isResource: boolean
}

/** The types that a property takes a value of, each with the value's name. */
type Wanted = Readonly<Record<string, string>>

/** Resources, parameters and pseudo parameters by name, for `Ref` and `Fn::Sub`. */
export function namedTargets(context: CompletionContext): Target[] {
  const wanted = wantedOf(context)
  const resources = declaredResources(context).map(({ name, type }) => ({
    name,
    detail: type,
    sort: wanted[type] === 'Ref' ? '0' : '3',
    isResource: true,
  }))
  const parameters = entriesOf(childAt(context.template, 'Parameters')).map(({ name, value }) => ({
    name,
    detail: `parameter: ${stringOf(childAt(value, 'Type')) ?? 'String'}`,
    sort: '2',
    isResource: false,
  }))
  const pseudo = Object.entries(pseudoParameters).map(([name, detail]) => ({
    name,
    detail,
    sort: '5',
    isResource: false,
  }))
  return [...resources.filter(({ name }) => name !== context.resource?.id), ...parameters, ...pseudo]
}

/** `Name.Attribute` of every resource whose type has attributes. */
export function attributeTargets(context: CompletionContext): Target[] {
  const wanted = wantedOf(context)
  return declaredResources(context).flatMap(resource =>
    resource.name === context.resource?.id
      ? []
      : attributesOf(resource, context).map(attribute => ({
          name: `${resource.name}.${attribute}`,
          detail: resource.type,
          sort: wanted[resource.type] === attribute ? '0' : '4',
          isResource: true,
        })),
  )
}

/** What `Fn::GetAtt` gives of a resource; of a nested stack its outputs. */
export function attributesOf(resource: DeclaredResource, context: CompletionContext): readonly string[] {
  const nested = nestedTemplate(resource, context)
  const outputs = entriesOf(childAt(nested, 'Outputs')).map(({ name }) => `Outputs.${name}`)
  return [...outputs, ...(resourceFacts(resource.type).attributes ?? [])]
}

/** The values of the template's resources that the property takes, parameters of AWS's own types among them. */
export function wantedTargets(context: CompletionContext): Target[] {
  const wanted = wantedOf(context)
  return declaredResources(context).flatMap(resource => {
    const value = wantedValue(resource, wanted)
    if (value === undefined || resource.name === context.resource?.id) return []
    const name = value === 'Ref' ? resource.name : `${resource.name}.${value}`
    return [{ name, detail: resource.type, sort: '0', isResource: true }]
  })
}

function wantedValue({ type }: DeclaredResource, wanted: Wanted): string | undefined {
  return Object.hasOwn(wanted, type) ? wanted[type] : undefined
}

function wantedOf({ resource, place, property, kind }: CompletionContext): Wanted {
  if (kind === 'sam' && place[0] === 'Globals')
    return resourceFacts(globalTypes[String(place[1])] ?? '').targets?.[property] ?? {}
  if (!resource?.path) return {}
  const targets = resourceFacts(resource.type).targets ?? {}
  if (/^(Request|Response)Models$/.test(String(resource.path.at(-2))))
    return { 'AWS::ApiGateway::Model': 'Ref' }
  // Environment variables have names of the user's own.
  const name = resource.path.includes('Variables') ? 'Variables' : property
  return (Object.hasOwn(targets, name) ? targets[name] : undefined) ?? {}
}

const globalTypes: Readonly<Record<string, string | undefined>> = {
  Function: 'AWS::Serverless::Function',
  Api: 'AWS::Serverless::Api',
  HttpApi: 'AWS::Serverless::HttpApi',
  WebSocketApi: 'AWS::Serverless::WebSocketApi',
}
