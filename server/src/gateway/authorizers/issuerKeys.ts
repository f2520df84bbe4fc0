import type { JSONWebKeySet } from 'jose'
import type { World } from '../world.ts'
import { BackendError } from '../world.ts'

/** The keys of an issuer, or which of the two documents could not be had, and why. */
export type FoundKeys =
  | { readonly keys: JSONWebKeySet }
  | { readonly keys: undefined; readonly fault: 'discovery' | 'jwks'; readonly reason: string }

/** Milliseconds that each of the two requests may take, and bytes of an answer. */
const timeoutMs = 1500
const largestAnswer = 150_000
/** How long API Gateway keeps an issuer's keys. */
const keptMs = 2 * 60 * 60 * 1000

/**
 * The keys of issuers, fetched as API Gateway does: by the issuer's discovery document, and kept for two hours.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export class IssuerKeys {
  readonly #kept = new Map<string, { readonly keys: JSONWebKeySet; readonly until: number }>()

  /** `issuer` is a URL; the fault of a fetch is kept for nobody. */
  async of(issuer: string, world: World): Promise<FoundKeys> {
    const kept = this.#kept.get(issuer)
    if (kept && kept.until > world.now()) return { keys: kept.keys }
    const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const document = await fetchJson(discovery, world)
    if (typeof document === 'string') return notFound('discovery', document)
    const address = isRecord(document) ? document['jwks_uri'] : undefined
    if (typeof address !== 'string') return notFound('discovery', `\`${discovery}\` names no \`jwks_uri\``)
    const keys = await fetchJson(address, world)
    if (typeof keys === 'string') return notFound('jwks', keys)
    if (!isKeySet(keys)) return notFound('jwks', `\`${address}\` holds no key set`)
    this.#kept.set(issuer, { keys, until: world.now() + keptMs })
    return { keys }
  }

  /** Forgets all keys. */
  flush(): void {
    this.#kept.clear()
  }
}

function notFound(fault: 'discovery' | 'jwks', reason: string): FoundKeys {
  return { keys: undefined, fault, reason }
}

/** A JSON document; a text says why there is none. */
async function fetchJson(url: string, world: World): Promise<object | string> {
  if (!/^https?:\/\//i.test(url)) return `\`${url}\` is no address of the web`
  try {
    const headers = [['Accept', 'application/json']] as const
    const answer = await world.fetch({ method: 'GET', url, headers, body: new Uint8Array(), timeoutMs })
    if (answer.status !== 200) return `\`${url}\` answered ${answer.status}`
    if (answer.body.length > largestAnswer) return `\`${url}\` answered more than ${largestAnswer} bytes`
    const value: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'))
    return typeof value === 'object' && value !== null ? value : `\`${url}\` answered no JSON object`
  } catch (error) {
    if (error instanceof BackendError) return `\`${url}\` gave no answer: ${error.message}`
    if (error instanceof SyntaxError) return `\`${url}\` answered no JSON`
    throw error
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isKeySet(value: object): value is JSONWebKeySet {
  return 'keys' in value && Array.isArray(value.keys)
}
