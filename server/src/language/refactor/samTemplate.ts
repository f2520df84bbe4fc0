import type { HttpApi, RestApi } from '../../api/api.ts'
import type { Files } from '../../base/files.ts'
import { baseName } from '../../base/files.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { firstFault } from '../../definitions/openApiWriter/exportOpenApi.ts'
import { documentText } from '../../definitions/openApiWriter/openApiText.ts'
import { yamlText } from '../../syntax/print.ts'
import type { Node } from '../../syntax/node.ts'
import { entryOf, stringOf } from '../../syntax/node.ts'
import type { FoundHandler } from '../handlersBelow.ts'
import { handlersBelow } from '../handlersBelow.ts'
import type { CalledFunction, CalledParts } from './calledFunctions.ts'
import { calledParts } from './calledFunctions.ts'
import { hasShortForm, referencesIn } from './documentReferences.ts'
import { sharedPrefix, sourceOf } from './functionSource.ts'

/** A SAM template around an OpenAPI document. */
export interface SamTemplate {
  readonly text: string
  /** What is left to do by hand, a sentence each. */
  readonly notes: readonly string[]
}

/** Where a template will stand. */
export interface TemplatePlace {
  readonly format: 'json' | 'yaml'
  /** Absolute path; the code of functions is looked for below it. */
  readonly folder: string
  /** The document's path as a template there names it. */
  readonly location: string
}

/**
 * A SAM template that deploys an OpenAPI document with the functions that it names. The document stays where it is and comes in
 * by `AWS::Include`, the only way by which AWS fills in intrinsic functions of another file: those in a `DefinitionUri` it
 * leaves as they are. A text says why there is no template.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
 */
export function samTemplate(
  { definition, documents, diagnostics }: DefinitionResult,
  files: Files,
  { format, folder, location }: TemplatePlace,
): SamTemplate | string {
  const fault = firstFault(diagnostics)
  if (fault !== undefined) return fault
  const [api] = definition?.apis ?? []
  const root = definition && documents.get(definition.file)?.root
  if (!definition || !root || definition.kind !== 'openapi' || !api || api.type === 'websocket') {
    return `'${baseName(definition?.file ?? '')}' is no OpenAPI document, which a SAM template is made of`
  }
  const parts = calledParts(api)
  const handlers = parts.functions.length > 0 ? handlersBelow(folder, files) : []
  const apiId = freeId('Api', new Set([...idsOf(parts), ...referencesIn(root).names]))
  const notes = [...parts.notes]
  const prefix = sharedPrefix(parts.functions.map(({ id, name }) => name ?? id))
  const functions = parts.functions.flatMap(fn =>
    functionResources(fn, apiId, { prefix, handlers, folder, files, notes }),
  )
  const { parameters, missing } = otherReferences(root, new Set([apiId, ...idsOf(parts)]))
  notes.push(...missing, ...shortFormNote(root))
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    ...(api.type === 'rest' ? { Globals: { Api: { OpenApiVersion: versionOf(root) } } } : {}),
    ...(parameters.length > 0
      ? { Parameters: Object.fromEntries(parameters.map(name => [name, { Type: 'String' }])) }
      : {}),
    Resources: {
      [apiId]: apiResource(api, location),
      ...Object.fromEntries(functions),
      ...Object.fromEntries(roleResources(parts, notes)),
      ...Object.fromEntries(parts.userPools.map(id => [id, { Type: 'AWS::Cognito::UserPool' }])),
    },
    Outputs: { Url: { Value: { 'Fn::Sub': urlOf(api, apiId) } } },
  }
  const text = format === 'json' ? documentText(template, 'json') : `${yamlText(template)}\n`
  return { text, notes }
}

const stageName = 'dev'

function apiResource(api: RestApi | HttpApi, location: string): unknown {
  const DefinitionBody = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: location } } }
  return api.type === 'rest'
    ? { Type: 'AWS::Serverless::Api', Properties: { StageName: stageName, DefinitionBody } }
    : { Type: 'AWS::Serverless::HttpApi', Properties: { DefinitionBody } }
}

function urlOf({ type }: RestApi | HttpApi, id: string): string {
  const host = `https://\${${id}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`
  return type === 'rest' ? `${host}/${stageName}` : host
}

/** With it SAM deploys no second stage, called Stage, of its own. */
function versionOf(root: Node): string {
  return entryOf(root, 'swagger') ? '2.0' : (stringOf(entryOf(root, 'openapi')?.value) ?? '3.0.1')
}

function idsOf({ functions, roles, userPools }: CalledParts): string[] {
  const ofFunctions = functions.flatMap(fn => (fn.alias === undefined ? [fn.id] : [fn.id, aliasId(fn)]))
  return [...ofFunctions, ...roles.keys(), ...userPools]
}

/** What SAM calls the alias that it moves to each new version. */
function aliasId({ id, alias = '' }: CalledFunction): string {
  return `${id}Alias${alias}`
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`
  return free
}

interface Workplace {
  /** Of all names of functions. */
  readonly prefix: string
  readonly handlers: readonly FoundHandler[]
  readonly folder: string
  readonly files: Files
  readonly notes: string[]
}

type Resource = readonly [id: string, resource: unknown]

function functionResources(
  fn: CalledFunction,
  apiId: string,
  { prefix, handlers, folder, files, notes }: Workplace,
): Resource[] {
  const source = sourceOf(fn.name ?? fn.id, prefix, handlers, folder, files)
  if (!source)
    notes.push(`Function '${fn.id}' is a placeholder: no handler below the template bears its name`)
  const properties = {
    ...(fn.name === undefined ? {} : { FunctionName: fn.name }),
    ...(source
      ? { CodeUri: source.codeUri, Handler: source.handler, Runtime: source.runtime }
      : placeholder(fn)),
    ...(fn.alias === undefined ? {} : { AutoPublishAlias: fn.alias }),
  }
  const build = source?.entryPoint === undefined ? {} : { Metadata: esbuild(source.entryPoint) }
  const resource = { Type: 'AWS::Serverless::Function', ...build, Properties: properties }
  const permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: fn.alias === undefined ? fn.id : aliasId(fn) },
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${apiId}}/*`,
      },
    },
  }
  return [[fn.id, resource], ...(fn.needsPermission ? [[`${fn.id}Permission`, permission] as const] : [])]
}

/** A function that can be deployed and says that it is none yet; as an authorizer it lets nobody in. */
function placeholder({ id, isAuthorizer }: CalledFunction): Readonly<Record<string, string>> {
  const answer = isAuthorizer
    ? "throw new Error('Unauthorized')"
    : `return { statusCode: 501, body: JSON.stringify({ message: '${id} is not written yet' }) }`
  return {
    Description: 'Placeholder: put CodeUri and Handler of the function here, in place of InlineCode',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    InlineCode: `exports.handler = async () => {\n  ${answer}\n}\n`,
  }
}

function esbuild(entryPoint: string): unknown {
  return { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: [entryPoint] } }
}

function roleResources({ roles }: CalledParts, notes: string[]): Resource[] {
  return [...roles].map(([id, called]) => {
    if (called.length === 0) notes.push(`Role '${id}' allows nothing yet: add what its integrations do`)
    const arns = called.map(fn => ({ 'Fn::GetAtt': [fn, 'Arn'] }))
    const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arns }
    const policy = { PolicyName: 'invoke', PolicyDocument: policyOf(statement) }
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }
    const Properties = {
      AssumeRolePolicyDocument: policyOf(trust),
      ...(called.length > 0 ? { Policies: [policy] } : {}),
    }
    return [id, { Type: 'AWS::IAM::Role', Properties }]
  })
}

function policyOf(statement: unknown): unknown {
  return { Version: '2012-10-17', Statement: [statement] }
}

/** What the document refers to beside functions, roles and pools: values become parameters, attributes have no place. */
function otherReferences(root: Node, own: ReadonlySet<string>): { parameters: string[]; missing: string[] } {
  const { names, attributes, conditions } = referencesIn(root)
  const owners = [...attributes].filter(owner => !own.has(owner))
  return {
    parameters: [...names].filter(name => !own.has(name) && !owners.includes(name)),
    missing: [
      ...owners.map(id => `The document refers to a resource '${id}', which is for you to add`),
      ...[...conditions].map(name => `The document asks for a condition '${name}', which is for you to add`),
    ],
  }
}

function shortFormNote(root: Node): string[] {
  return hasShortForm(root)
    ? ['AWS::Include takes no short forms such as !Sub: write the long ones in the document']
    : []
}
