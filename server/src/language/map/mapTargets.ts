import type { Definition } from '../../api/api.ts'
import type { Integration } from '../../api/integration.ts'
import { functionOfUri, lambdaTargetOf } from '../../api/lambdaFunction.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { serviceTargetOf } from '../../api/serviceTarget.ts'
import { vpcLinkOf } from '../../api/vpcLink.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'

/** What answers behind an integration. */
export interface MapTarget {
  /** Equal for the same target. */
  readonly key: string
  readonly text: string
  readonly title: string
  /** It is an address or an id, not a name. */
  readonly isCode: boolean
  readonly origin: Origin
}

/** What an integration calls; undefined where that is nothing (MOCK). */
export function targetOf(integration: Integration, definition: Definition): MapTarget | undefined {
  const { origin, uri } = integration
  const at = uri?.origin ?? origin
  const subtype = valueOf(integration.subtype)
  if (subtype !== undefined) return named('service', subtype, `AWS service, ${subtype}`, at)
  if (valueOf(integration.type) === 'MOCK') return undefined
  const address = valueOf(uri)
  if (address === undefined) {
    if (uri?.known !== false) return undefined
    return named('unknown', 'not known here', `Not known on this machine: ${uri.reason}`, at)
  }
  const fn = functionOfUri(address, definition.functions)
  if (fn) return targetOfFunction(fn)
  return lambdaElsewhere(address, at) ?? service(address, at) ?? backend(integration, address, definition, at)
}

/** A function of the definition. */
export function targetOfFunction(fn: LambdaFunction): MapTarget {
  const parts = [valueOf(fn.runtime), valueOf(fn.handler)].filter(part => part !== undefined)
  return {
    key: `function ${fn.id}`,
    text: fn.id,
    title: [`Lambda function ${fn.id}`, ...parts].join(', '),
    isCode: false,
    origin: fn.origin,
  }
}

function lambdaElsewhere(address: string, origin: Origin): MapTarget | undefined {
  const target = lambdaTargetOf(address)
  if (!target) return undefined
  const name = target.functionArn.split(':')[6] ?? target.functionArn
  return named('arn', name, `Lambda function ${target.functionArn}, not in this definition`, origin)
}

function service(address: string, origin: Origin): MapTarget | undefined {
  const target = serviceTargetOf(address)
  if (!target) return undefined
  const { service: name, subdomain, type, rest } = target
  const what = type === 'action' ? (/^[^&]*/.exec(rest)?.[0] ?? '') : rest
  const text = [subdomain === undefined ? name : `${subdomain}.${name}`, what].join(' ').trim()
  return { ...named('service', text, `AWS service, ${address}`, origin), isCode: true }
}

function backend(
  integration: Integration,
  address: string,
  { surroundings }: Definition,
  origin: Origin,
): MapTarget {
  if (valueOf(integration.connectionType) !== 'VPC_LINK') {
    return { ...named('url', address.replace(/^https?:\/\/(?=.)/, ''), address, origin), isCode: true }
  }
  const link = vpcLinkOf(integration, surroundings.vpcLinks)
  const id = valueOf(link?.name) ?? link?.id ?? valueOf(integration.connectionId) ?? 'not known here'
  const shown = address.replace(/^https?:\/\/(?=.)/, '').replace(/^arn:.*:(?=listener|service)/, '')
  return {
    key: `link ${id} ${address}`,
    text: `${id} → ${shown}`,
    title: `VPC link ${id} to ${address}`,
    isCode: true,
    origin: link?.origin ?? origin,
  }
}

function named(kind: string, text: string, title: string, origin: Origin): MapTarget {
  return { key: `${kind} ${text}`, text, title, isCode: false, origin }
}
