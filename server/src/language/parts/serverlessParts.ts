import type { TextEdit } from '../../base/diagnostic.ts'
import type { NewPart } from '../../protocol/parts.ts'
import type { MappingNode } from '../../syntax/node.ts'
import { childAt } from '../../syntax/node.ts'
import { putEntries, putItem } from '../../syntax/structureEdits.ts'
import { isArn } from './arns.ts'
import type { ApiPlace } from './place.ts'
import { Refusal } from './place.ts'
import { noResponses } from './v2Parts.ts'

/** Adds a part to an API of the Serverless Framework: an event of a function, or an authorizer of the HTTP API. */
export function addToService(
  part: NewPart,
  { api, owner, definition }: ApiPlace,
  service: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  const { path = '', method = '', name = '', target, authorizer } = part
  switch (part.kind) {
    case 'path':
    case 'method': {
      const id = target?.type === 'function' ? target.id : undefined
      const stated = definition.functions.find(fn => fn.id === id)?.origin
      const key = /^\/functions\/([^/]+)/.exec(stated?.pointer ?? '')?.[1]
      const fn = key === undefined ? undefined : childAt(service, 'functions', key)
      if (fn?.type !== 'mapping' || stated?.file !== owner.definition?.file)
        return new Refusal(`The function '${id ?? ''}' is written in another file; add the event there`)
      return [putItem(fn, 'events', eventOf(api.type, method, path))]
    }
    case 'response':
      return new Refusal(
        api.type === 'rest'
          ? "An event states its responses under 'response.statusCodes' when its integration is 'lambda'; write them there"
          : noResponses(api.type),
      )
    case 'model':
      return new Refusal(
        "A service states models at the events that use them: write them under 'request.schemas'",
      )
    case 'authorizer': {
      if (api.type !== 'http')
        return new Refusal(
          "A service states authorizers at the events that use them: write 'authorizer' there",
        )
      const { type, who = '', issuer, audience } = authorizer ?? { type: 'REQUEST' }
      const source = '$request.header.Authorization'
      const made =
        type === 'JWT'
          ? { type: 'jwt', identitySource: source, issuerUrl: issuer, audience: [audience] }
          : {
              ...{ type: 'request', ...(isArn(who) ? { functionArn: who } : { functionName: who }) },
              ...{ identitySource: [source], payloadVersion: '2.0', enableSimpleResponses: true },
            }
      return [putEntries(service, ['provider', 'httpApi', 'authorizers'], { [name]: made })]
    }
  }
}

function eventOf(type: 'rest' | 'http' | 'websocket', method: string, path: string): object {
  if (type === 'websocket') return { websocket: { route: method } }
  if (type === 'rest') return { http: { path: path.replace(/^\/(?=.)/, ''), method: method.toLowerCase() } }
  return { httpApi: path === '' ? '*' : method === 'ANY' ? { path, method: '*' } : `${method} ${path}` }
}
