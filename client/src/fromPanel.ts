import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { TokenOrder } from '../../server/src/protocol/identities.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { FromPanel } from './panelMessages.ts'
import { whyCardChecks } from './whyCardMessages.ts'

/** Checks what a webview sent: only a message of the agreed shape comes through. */
export function readFromPanel(value: unknown): FromPanel | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined
  if (!isMessageType(value['type']) || !checks[value['type']](value)) return undefined
  // Each check below proves the shape of the message that carries its name.
  return value as unknown as FromPanel
}

/** Whether a value names a route; commands and restored panels get theirs from outside. */
export function isRouteReference(value: unknown): value is RouteReference {
  return isRecord(value) && ['definition', 'apiId', 'method', 'path'].every(key => isText(value[key]))
}

type Check = (message: Readonly<Record<string, unknown>>) => boolean

const nothingMore: Check = () => true
const checks: Readonly<Record<FromPanel['type'], Check>> = {
  ready: nothingMore,
  cancel: nothingMore,
  showLog: nothingMore,
  compareTrace: nothingMore,
  saveTrace: ({ format }) => format === 'gatehouse' || format === 'otlp',
  manageTrust: nothingMore,
  openSettings: nothingMore,
  send: message =>
    isText(message['stage']) && isRequest(message['request']) && isOptional(isText, message['identity']),
  openIdentities: message => isOptional(isCount, message['line']),
  mintToken: ({ order, target }) => isTokenOrder(order) && (target === 'clipboard' || target === 'header'),
  openSource: ({ source }) =>
    isRecord(source) && isText(source['file']) && isCount(source['line']) && isCount(source['character']),
  openLocation: ({ location }) => isRecord(location) && isText(location['uri']) && isRange(location['range']),
  copy: message => isText(message['text']) && isText(message['what']),
  openText: message => isText(message['text']) && isText(message['language']),
  ...whyCardChecks,
  copyAsCurl: message => isRequest(message['request']),
}

function isMessageType(name: string): name is FromPanel['type'] {
  return Object.hasOwn(checks, name)
}

function isRequest(value: unknown): value is InvokeRequest {
  return (
    isRecord(value) &&
    isText(value['method']) &&
    isText(value['target']) &&
    value['target'].startsWith('/') &&
    Array.isArray(value['headers']) &&
    value['headers'].every(
      field => Array.isArray(field) && field.length === 2 && isText(field[0]) && isText(field[1]),
    ) &&
    (value['bodyText'] === undefined || isText(value['bodyText'])) &&
    (value['bodyBase64'] === undefined || isText(value['bodyBase64']))
  )
}

function isTokenOrder(value: unknown): value is TokenOrder {
  const isTexts = (list: unknown) => Array.isArray(list) && list.every(isText)
  return (
    isRecord(value) &&
    (value['use'] === 'id' || value['use'] === 'access') &&
    isOptional(isText, value['identity']) &&
    isOptional(isText, value['authorizer']) &&
    isOptional(isTexts, value['scopes']) &&
    isOptional(isTexts, value['groups']) &&
    isOptional(isRecord, value['claims']) &&
    isOptional(Number.isFinite, value['expiresIn'])
  )
}

function isOptional(check: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || check(value)
}

function isRange(value: unknown): boolean {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end'])
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && isCount(value['line']) && isCount(value['character'])
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
