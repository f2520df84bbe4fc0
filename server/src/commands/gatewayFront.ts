import type { Api, Definition, Stage } from '../api/api.ts'
import type { CanaryOptions } from '../gateway/canary.ts'
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
  readonly api: Api
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
  /** Who is to answer, and the request as that one gets it. */
  readonly enter: (own: ChosenApi, request: HttpRequest) => Entered
  /** A stage with other variables, as if they were stated. */
  readonly withVariables: (chosen: ChosenApi, variables: Readonly<Record<string, string>>) => ChosenApi
  /** A stage of an API, as it is served now; undefined where it is not. */
  readonly of: (apiId: string, stage: string) => ChosenApi | undefined
}

export interface Entered {
  readonly chosen: ChosenApi
  readonly request: HttpRequest
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
  canary: CanaryOptions,
): Front {
  const doorOf = createFrontDoor(definition)
  const others = new Map<string, ChosenApi>()
  const changed = new Map<string, ChosenApi>()

  const of = (apiId: string, stageName: string): ChosenApi | undefined => {
    const own = apis.find(({ api }) => api.id === apiId)
    if (!own || own.stage.name === stageName) return own
    const key = JSON.stringify([apiId, stageName])
    const stated = own.api.stages.find(({ name }) => name === stageName)
    const known = others.get(key)
    if (known || !stated) return known
    const stage = withStageVariables(stated, deployment, own.api)
    const made = {
      definition,
      api: own.api,
      stage,
      gateway: createGateway(definition, own.api, stage, canary),
    }
    others.set(key, made)
    return made
  }

  const enter = (own: ChosenApi, request: HttpRequest): Entered => {
    const door = doorOf(request)
    const named =
      door?.type === 'open' ? of(door.apiId, door.stage) : apis.find(({ api }) => api.id === door?.apiId)
    const chosen = named ?? own
    if (!door) return { chosen, request }
    return { chosen, request: { ...request, door: isServed(door, chosen) ? door : notServed(door) } }
  }

  return {
    answer: async (own, request, world, options) => {
      const entered = enter(own, request)
      const { chosen } = entered
      return { chosen, exchange: await chosen.gateway.handle(entered.request, world, options) }
    },
    enter,
    withVariables: ({ api, stage: stated }, variables) => {
      const key = JSON.stringify([api.id, stated.name, Object.entries(variables).toSorted()])
      const known = changed.get(key)
      if (known) return known
      const stage = withStageVariables(stated, { stageVariables: new Map(Object.entries(variables)) }, api)
      const made = { definition, api, stage, gateway: createGateway(definition, api, stage, canary) }
      // Tried one after the other: what an authorizer has answered is kept for the last few.
      if (changed.size === mostChanged) changed.delete([...changed.keys()][0] ?? '')
      changed.set(key, made)
      return made
    },
    of,
  }
}

/** Stages with other variables that are kept ready. */
const mostChanged = 8

function isServed(door: Door, { api }: ChosenApi): boolean {
  return door.type === 'closed' || door.apiId === api.id
}

function notServed(door: Door): Door {
  const name = door.type === 'open' ? `\`${door.apiId}\`` : 'an API'
  return { type: 'closed', reason: `the host leads to ${name}, which \`--api\` leaves out here` }
}
