import type { Api } from '../api/api.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Outline, OutlineGateway, OutlineNode } from '../protocol/requests.ts'
import type { TestName } from '../protocol/testRun.ts'
import type { TestFile } from '../testing/testFile.ts'
import type { CallableRoute } from './routeReference.ts'
import type { Uris } from './places.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { handlerPlace } from '../definitions/handlerPlace.ts'
import { notEmulated } from '../gateway/notEmulated.ts'
import { coverageOf, testsOf } from './coverage.ts'
import { group, partNodes } from './outlineNodes.ts'
import { surroundingGroups } from './outlineSurroundings.ts'
import { isFixed } from './parts/place.ts'
import { locationOf } from './places.ts'
import { describeRoute, whoAnswers } from './routeDetails.ts'
import { callableRoutes, referenceTo } from './routeReference.ts'

/** What the tree view shows: each API with its routes and parts, and which of the `tests` send requests to them. */
export function outline(
  results: readonly DefinitionResult[],
  files: Files,
  uris: Uris,
  tests: readonly TestFile[] = [],
): Outline {
  return {
    gateways: results.flatMap(result =>
      (result.definition?.apis ?? []).map(api => gatewayOf(api, result, files, uris, tests)),
    ),
    unreadable: results.flatMap(result => {
      const broken = result.definition?.apis.length
        ? undefined
        : result.diagnostics.find(found => found.code === 'syntax')
      return broken ? [{ uri: uris.toUri(broken.file), message: broken.message, range: broken.range }] : []
    }),
  }
}

type Covered = ReadonlyMap<CallableRoute, readonly TestName[]>

function gatewayOf(
  api: Api,
  result: DefinitionResult,
  files: Files,
  uris: Uris,
  tests: readonly TestFile[],
): OutlineGateway {
  const file = result.definition?.file ?? api.origin.file
  const own = testsOf(file, tests, files)
  const covered = own.length > 0 ? coverageOf(api, result, own) : undefined
  const id = `${file}#${api.id}`
  const groups = [
    group(
      id,
      'Routes',
      'route',
      callableRoutes(api).map(route => routeNode(id, route, result, files, uris, covered)),
    ),
    group(
      id,
      'Authorizers',
      'authorizer',
      partNodes(id, 'authorizer', api.authorizers, uris, part => valueOf(part.type)),
    ),
    group(id, 'Models and validators', 'model', [
      ...partNodes(id, 'model', api.models, uris, part => part.contentType),
      ...(api.type === 'rest'
        ? partNodes(id, 'requestValidator', api.requestValidators, uris, () => 'validator')
        : []),
    ]),
    group(
      id,
      'Stages',
      'stage',
      partNodes(id, 'stage', api.stages, uris, part =>
        part.isGenerated ? 'added by SAM' : variablesText(part.variables.size),
      ),
    ),
    group(
      id,
      'Gateway responses',
      'gatewayResponse',
      api.type === 'rest'
        ? partNodes(
            id,
            'gatewayResponse',
            api.gatewayResponses.map(response => ({ ...response, name: response.type })),
            uris,
            part => valueOf(part.statusCode),
          )
        : [],
    ),
    ...surroundingGroups(id, api, result, uris),
    notEmulatedNode(id, api, result, uris),
  ]
  return {
    definition: uris.toUri(file),
    apiId: api.id,
    name: api.name,
    type: api.type,
    stages: api.stages.map(stage => stage.name),
    location: locationOf(api.origin, uris),
    ...(result.definition && isFixed(result.definition) && { isFixed: true }),
    children: groups.filter(node => node !== undefined),
  }
}

function routeNode(
  id: string,
  route: CallableRoute,
  result: DefinitionResult,
  files: Files,
  uris: Uris,
  covered: Covered | undefined,
): OutlineNode {
  const { integration } = route
  const fn = functionOfUri(valueOf(integration?.uri) ?? '', result.definition?.functions ?? [])
  const handler = fn && handlerPlace(fn, files)
  const who = whoAnswers(route, result)
  const children = [...integrationNodes(id, route, who, uris), ...responseNodes(id, route, uris)]
  const tests = covered?.get(route)
  return {
    id: `${id}/route/${route.label}`,
    kind: 'route',
    label: route.label,
    description: who,
    tooltip: describeRoute(route, result).split('\n'),
    location: locationOf(route.origin, uris),
    route: referenceTo(uris.toUri(result.definition?.file ?? route.origin.file), route),
    ...(handler && { handler: { uri: uris.toUri(handler.file), range: handler.range } }),
    ...(tests && { tests }),
    ...(children.length > 0 && { children }),
  }
}

function integrationNodes(
  id: string,
  { integration, label }: CallableRoute,
  who: string,
  uris: Uris,
): OutlineNode[] {
  if (!integration) return []
  const type = valueOf(integration.type)
  return [
    {
      id: `${id}/route/${label}/integration`,
      kind: 'integration',
      label: type ?? 'Integration',
      ...(who !== type && { description: who }),
      location: locationOf(integration.origin, uris),
    },
  ]
}

/** The responses that a method states; routes of the other APIs state none. */
function responseNodes(id: string, { part, label }: CallableRoute, uris: Uris): OutlineNode[] {
  if (part.type !== 'method') return []
  return part.method.responses.map(({ statusCode, models, origin }) => {
    const names = [...models.values()].flatMap(model => valueOf(model) ?? [])
    return {
      id: `${id}/route/${label}/response/${statusCode}`,
      kind: 'response',
      label: statusCode,
      description: ['response', ...names].join(' · '),
      location: locationOf(origin, uris),
    }
  })
}

// One row, as the design has it: nothing the definition asks for is passed over in silence.
function notEmulatedNode(
  id: string,
  api: Api,
  result: DefinitionResult,
  uris: Uris,
): OutlineNode | undefined {
  if (!result.definition) return undefined
  const notes = notEmulated(result.definition, api)
  if (notes.length === 0) return undefined
  return {
    id: `${id}/notEmulated`,
    kind: 'group',
    holds: 'notEmulated',
    label: notes.length === 1 ? '1 part is not emulated' : `${notes.length} parts are not emulated`,
    children: notes.map(({ message, origin }, index) => ({
      id: `${id}/notEmulated/${index}`,
      kind: 'notEmulated' as const,
      label: message,
      location: locationOf(origin, uris),
    })),
  }
}

function variablesText(count: number): string | undefined {
  return count === 0 ? undefined : count === 1 ? '1 variable' : `${count} variables`
}
