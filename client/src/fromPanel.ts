import type { InvokeRequest, InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { TokenOrder } from '../../server/src/protocol/identities.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { BodySource, CopyFormat, FromPanel, Order, PanelCircumstances } from './panelMessages.ts'
import { mostAtOnce, mostRepeats } from './repeatLimits.ts'
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
  continue: nothingMore,
  showLog: nothingMore,
  compareTrace: message => isText(message['requestId']),
  draftModel: message => isText(message['requestId']),
  saveTrace: ({ format, requestId }) => isText(requestId) && (format === 'gatehouse' || format === 'otlp'),
  manageTrust: nothingMore,
  openSettings: nothingMore,
  sendOnFreePort: nothingMore,
  showHistory: nothingMore,
  send: message =>
    isOrder(message) && isOptional(isFlag, message['isReplay']) && isOptional(isFlag, message['isDebugged']),
  repeat: message =>
    isOrder(message) &&
    isWithin(message['count'], 1, mostRepeats) &&
    isWithin(message['atOnce'], 1, mostAtOnce),
  openRepeated: message => isCount(message['number']),
  saveRequest: message => isOrder(message),
  pickFile: ({ at }) => at === 'body' || at === 'certificate' || isCount(at),
  openDiff: message => ['title', 'before', 'after', 'language'].every(key => isText(message[key])),
  openIdentities: message => isOptional(isCount, message['line']),
  mintToken: ({ order, target }) => isTokenOrder(order) && (target === 'clipboard' || target === 'header'),
  openSource: ({ source }) =>
    isRecord(source) && isText(source['file']) && isCount(source['line']) && isCount(source['character']),
  openLocation: ({ location }) => isRecord(location) && isText(location['uri']) && isRange(location['range']),
  copy: message => isText(message['text']) && isText(message['what']),
  openText: message => isText(message['text']) && isText(message['language']),
  ...whyCardChecks,
  copyAs: message => isOrder(message) && isOneOf(copyFormats, message['format']),
  saveAsTest: ({ request, response, trace, identity, template, policy }) =>
    isRequest(request) &&
    isResponse(response) &&
    isTrace(trace) &&
    isOptional(isText, identity) &&
    isOptional(isText, template) &&
    isOptional(isText, policy),
}

const copyFormats: readonly unknown[] = ['curl', 'fetch', 'awscurl'] satisfies CopyFormat[]

/** Whether a value is a request with all that goes with it; the history and files bring such ones too. */
export function isOrder(value: unknown): value is Order {
  return (
    isRecord(value) &&
    isText(value['stage']) &&
    isRequest(value['request']) &&
    isOptional(isText, value['identity']) &&
    isOptional(isCircumstances, value['circumstances']) &&
    isOptional(isBodySource, value['body'])
  )
}

function isCircumstances(value: unknown): value is PanelCircumstances {
  if (!isRecord(value)) return false
  const { stageVariables = {}, release } = value
  return (
    isRecord(stageVariables) &&
    Object.values(stageVariables).every(isText) &&
    isOptional(isText, value['sourceIp']) &&
    isOptional(isText, value['vpcEndpoint']) &&
    isOptional(isText, value['certificateFile']) &&
    (release === undefined || release === 'base' || release === 'canary')
  )
}

function isBodySource(value: unknown): value is BodySource {
  if (!isRecord(value)) return false
  if (value['type'] === 'file') return isText(value['path'])
  const { parts } = value
  const isPart = (part: unknown) =>
    isRecord(part) &&
    isText(part['name']) &&
    isOptional(isText, part['value']) &&
    isOptional(isText, part['path'])
  return value['type'] === 'multipart' && Array.isArray(parts) && parts.every(isPart)
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

function isResponse(value: unknown): value is InvokeResponse {
  return (
    isRecord(value) &&
    isCount(value['status']) &&
    Array.isArray(value['headers']) &&
    isText(value['bodyBase64'])
  )
}

/** As much of a trace as others than the page itself go by. */
function isTrace(value: unknown): value is Trace {
  return isRecord(value) && isText(value['stage']) && Array.isArray(value['steps'])
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

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value)
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return isCount(value) && value >= least && value <= most
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
