import type { Api } from '../api/api.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Outline, OutlineGateway, OutlineKind, OutlineNode } from '../protocol/requests.ts'
import type { CallableRoute } from './routeReference.ts'
import type { Uris } from './places.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { handlerPlace } from '../definitions/handlerPlace.ts'
import { notEmulated } from '../gateway/notEmulated.ts'
import { locationOf } from './places.ts'
import { describeRoute, whoAnswers } from './routeDetails.ts'
import { callableRoutes, referenceTo } from './routeReference.ts'

/** What the tree view shows: each API with its routes and parts. */
export function outline(results: readonly DefinitionResult[], files: Files, uris: Uris): Outline {
  return {
    gateways: results.flatMap(result =>
      (result.definition?.apis ?? []).map(api => gatewayOf(api, result, files, uris)),
    ),
    unreadable: results.flatMap(result => {
      const broken = result.definition?.apis.length
        ? undefined
        : result.diagnostics.find(found => found.code === 'syntax')
      return broken ? [{ uri: uris.toUri(broken.file), message: broken.message, range: broken.range }] : []
    }),
  }
}

function gatewayOf(api: Api, result: DefinitionResult, files: Files, uris: Uris): OutlineGateway {
  const file = result.definition?.file ?? api.origin.file
  const id = `${file}#${api.id}`
  const groups = [
    group(
      id,
      'Routes',
      'route',
      callableRoutes(api).map(route => routeNode(id, route, result, files, uris)),
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
    notEmulatedNode(id, api, result, uris),
  ]
  return {
    definition: uris.toUri(file),
    apiId: api.id,
    name: api.name,
    type: api.type,
    stages: api.stages.map(stage => stage.name),
    location: locationOf(api.origin, uris),
    children: groups.filter(node => node !== undefined),
  }
}

function group(
  id: string,
  label: string,
  holds: OutlineKind,
  children: readonly OutlineNode[],
): OutlineNode | undefined {
  if (children.length === 0) return undefined
  const names = children.map(child => child.label)
  return {
    id: `${id}/${label}`,
    kind: 'group',
    label,
    holds,
    description: holds === 'route' ? String(children.length) : names.join(', '),
    children,
  }
}

function routeNode(
  id: string,
  route: CallableRoute,
  result: DefinitionResult,
  files: Files,
  uris: Uris,
): OutlineNode {
  const { integration } = route
  const fn = functionOfUri(valueOf(integration?.uri) ?? '', result.definition?.functions ?? [])
  const handler = fn && handlerPlace(fn, files)
  const who = whoAnswers(route, result)
  return {
    id: `${id}/route/${route.label}`,
    kind: 'route',
    label: route.label,
    description: who,
    tooltip: describeRoute(route, result).split('\n'),
    location: locationOf(route.origin, uris),
    route: referenceTo(uris.toUri(result.definition?.file ?? route.origin.file), route),
    ...(handler && { handler: { uri: uris.toUri(handler.file), range: handler.range } }),
    ...(integration && {
      children: [
        {
          id: `${id}/route/${route.label}/integration`,
          kind: 'integration' as const,
          label: valueOf(integration.type) ?? 'Integration',
          ...(who !== valueOf(integration.type) && { description: who }),
          location: locationOf(integration.origin, uris),
        },
      ],
    }),
  }
}

interface NamedOrigin {
  readonly name: string
  readonly origin: Parameters<typeof locationOf>[0]
}

function partNodes<P extends NamedOrigin>(
  id: string,
  kind: OutlineKind,
  parts: readonly P[],
  uris: Uris,
  describe: (part: P) => string | undefined,
): OutlineNode[] {
  return parts.map(part => {
    const description = describe(part)
    return {
      id: `${id}/${kind}/${part.name}`,
      kind,
      label: part.name,
      location: locationOf(part.origin, uris),
      ...(description !== undefined && { description }),
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
