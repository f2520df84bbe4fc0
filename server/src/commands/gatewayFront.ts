import type { Definition, HttpApi, RestApi, Stage } from '../api/api.ts'
import type { Exchange, Gateway, HandleOptions } from '../gateway/gateway.ts'
import { createGateway } from '../gateway/gateway.ts'
import type { Door } from '../gateway/door.ts'
import { createFrontDoor } from '../gateway/frontDoor.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { World } from '../gateway/world.ts'
import type { Deployment } from './deploymentOptions.ts'
import { withStageVariables } from './deploymentOptions.ts'

/** An API at one stage, ready to answer. */
export interface ChosenApi {
  readonly definition: Definition
  readonly api: RestApi | HttpApi
  readonly stage: Stage
  readonly gateway: Gateway
}

/** Leads requests whose host names an API of the definition to that API and stage, whatever port they came to. */
export interface Front {
  /** Answers by the API that the host names, else by `own`, which stands at the port. */
  readonly answer: (
    own: ChosenApi,
    request: HttpRequest,
    world: World,
    options?: HandleOptions,
  ) => Promise<Answered>
}

/** Who answered, and what. */
export interface Answered {
  readonly chosen: ChosenApi
  readonly exchange: Exchange
}

/** `apis` are served at their own ports, each at one stage; the other stages are there by their host names. */
export function createFront(
  definition: Definition,
  apis: readonly ChosenApi[],
  deployment: Deployment,
): Front {
  const doorOf = createFrontDoor(definition)
  const others = new Map<string, ChosenApi>()

  const behind = (door: Door | undefined): ChosenApi | undefined => {
    const own = apis.find(({ api }) => api.id === door?.apiId)
    if (door?.type !== 'open') return own
    if (!own || own.stage.name === door.stage) return own
    const key = JSON.stringify([door.apiId, door.stage])
    const stated = own.api.stages.find(({ name }) => name === door.stage)
    const known = others.get(key)
    if (known || !stated) return known
    const stage = withStageVariables(stated, deployment, own.api)
    const made = { definition, api: own.api, stage, gateway: createGateway(definition, own.api, stage) }
    others.set(key, made)
    return made
  }

  return {
    answer: async (own, request, world, options) => {
      const door = doorOf(request)
      const chosen = behind(door) ?? own
      const entered = door && { ...request, door: isServed(door, chosen) ? door : notServed(door) }
      return { chosen, exchange: await chosen.gateway.handle(entered ?? request, world, options) }
    },
  }
}

function isServed(door: Door, { api }: ChosenApi): boolean {
  return door.type === 'closed' || door.apiId === api.id
}

function notServed(door: Door): Door {
  const name = door.type === 'open' ? `\`${door.apiId}\`` : 'an API'
  return { type: 'closed', reason: `the host leads to ${name}, which \`--api\` leaves out here` }
}
