import type { Origin } from '../base/origin.ts'
import type { TracedTemplate } from '../protocol/trace.ts'
import type { ContextValues, Overrides, TemplateContext } from '../template/scope.ts'
import { createTemplateScope, readOverrides } from '../template/scope.ts'
import type { RenderError, TemplateScope } from '../template/template.ts'
import type { DebuggedTemplate } from './debug/requestDebugger.ts'
import type { SteppedRun } from './debug/steppedTemplate.ts'
import { steppedRun } from './debug/steppedTemplate.ts'
import { restEventHeaders } from './events/proxyEvent1.ts'
import type { FailureDetails } from './gatewayError.ts'
import { configurationError, GatewayError, NotEmulatedError } from './gatewayError.ts'
import type { ChosenTemplate } from './mappingTemplate.ts'
import type { MappedCall } from './methodCall.ts'
import { placeInTemplate, tracedTemplate } from './tracedTemplate.ts'
import { releaseContext } from './variables.ts'
import type { World } from './world.ts'

/** What a mapping template made. */
export interface RenderedTemplate {
  readonly mediaType: string
  readonly text: string
  readonly origin: Origin
  readonly overrides: Overrides
  /**
   * `requestOverride` and `responseOverride` as the template left them, for the template that follows; undefined where no
   * template has looked at `$context`.
   */
  readonly overrideMaps: ContextValues | undefined
  readonly traced: () => TracedTemplate
}

/** What a template is rendered with, beside what the request brings. */
export interface TemplatePayload {
  /** The bytes behind `$input`. */
  readonly body: Uint8Array
  /** The template of the request, when this is the one of its response: what it overrode can be read, and counts. */
  readonly before?: RenderedTemplate | undefined
  /** The id of a function's run. */
  readonly endpointRequestId?: string | undefined
  /** Who sent the payload: AWS blames a client for one that cannot be read, a backend not. */
  readonly sender: 'client' | 'backend'
}

/** Milliseconds that one template may take. AWS states no such limit; here, all requests wait as long. */
const templateMs = 3000

/**
 * Renders a mapping template for a request. Throws AWS's answer to a template that fails, and a 501 for one that cannot
 * be known on this machine or takes more than it is given.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function renderTemplate(
  call: MappedCall,
  { mediaType, template }: ChosenTemplate,
  payload: TemplatePayload,
  world: World,
): RenderedTemplate {
  if (!template.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the template for \`${mediaType}\` cannot be known here: ${template.reason}`,
    )
  const { value: text, origin } = template
  const given = new CallContext(call, payload)
  const end = world.clock() + templateMs
  const isOverdue = () => world.clock() > end
  const { scope, result } =
    debugged(call, { mediaType, text, origin }, payload, given, world, isOverdue) ??
    rendered(call, text, given, isOverdue)
  const { before } = payload
  const mayOverride = scope.isMade('context')
  const overrides = mayOverride ? readOverrides(scope) : (before?.overrides ?? noOverrides)
  const traced = () => tracedTemplate({ mediaType, origin, text, result, scope, overrides, given })
  const { error } = result
  if (error) {
    const details = () => ({ source: placeInTemplate(origin, text, error.line), template: traced() })
    throw failureOf(error, mediaType, payload, details)
  }
  refuseRepeated(overrides, mediaType, () => ({ template: traced() }))
  const overrideMaps = mayOverride ? overrideMapsOf(scope) : before?.overrideMaps
  return { mediaType, text: result.output, origin, overrides, overrideMaps, traced }
}

function rendered(
  call: MappedCall,
  text: string,
  given: TemplateContext,
  isOverdue: () => boolean,
): SteppedRun {
  const scope = createTemplateScope(given)
  return { scope, result: call.served.templates.of(text).render(scope, { isOverdue }) }
}

function debugged(
  { incoming }: MappedCall,
  template: Omit<DebuggedTemplate, 'side'>,
  { sender }: TemplatePayload,
  given: TemplateContext,
  world: World,
  isOverdue: () => boolean,
): SteppedRun | undefined {
  const watching = world.debugger?.of(incoming)
  if (!watching) return undefined
  const side = sender === 'client' ? 'request' : 'response'
  return steppedRun({ ...template, side }, watching, () => createTemplateScope(given), isOverdue)
}

const noOverrides = readOverrides(createTemplateScope({}))

/** What a call brings to its templates; made as far as they ask for it. */
class CallContext implements TemplateContext {
  readonly body: string
  readonly #call: MappedCall
  readonly #payload: TemplatePayload
  #params: ContextValues | undefined

  constructor(call: MappedCall, payload: TemplatePayload) {
    this.#call = call
    this.#payload = payload
    this.body = textOf(payload.body)
  }

  get params(): ContextValues {
    return (this.#params ??= paramsOf(this.#call))
  }

  get context(): ContextValues {
    return contextOf(this.#call, this.#payload)
  }

  get stageVariables(): ContextValues {
    return this.#call.served.stageVariables
  }
}

function paramsOf(call: MappedCall): ContextValues {
  let header: ReadonlyMap<string, string> | undefined
  return {
    path: call.pathParameters,
    querystring: new Map(call.incoming.query),
    // Few templates look at a header.
    get header() {
      return (header ??= new Map(call.templateHeaders ?? restEventHeaders(call)))
    },
  }
}

/** `$context`, in an order that gives the order of keys which was recorded (a Java map of names with equal hashes). */
function contextOf(call: MappedCall, { before, endpointRequestId }: TemplatePayload): ContextValues {
  const { path, requestId, domainName, ...others } = call.context
  return {
    path,
    requestId,
    domainName,
    ...others,
    ...releaseContext(call.served),
    ...(endpointRequestId !== undefined && { awsEndpointRequestId: endpointRequestId }),
    requestOverride: {},
    responseOverride: {},
    ...before?.overrideMaps,
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(body: Uint8Array): string {
  if (body.length === 0) return ''
  try {
    return strictUtf8.decode(body)
  } catch {
    throw configurationError(
      'a mapping template needs text and the body is bytes; `contentHandling` CONVERT_TO_TEXT makes base64 of them',
    )
  }
}

function failureOf(
  { kind, message, line, column }: RenderError,
  mediaType: string,
  { sender }: TemplatePayload,
  details: () => FailureDetails,
): Error {
  const why = message.replace(/^not emulated: /, '')
  const reason = `the template for \`${mediaType}\` failed at line ${line}, column ${column}: ${why}`
  if (kind === 'limit') return new NotEmulatedError('template-limit', reason, details)
  if (kind === 'payload' && sender === 'client')
    return new GatewayError('BAD_REQUEST_BODY', reason, { message, details })
  const side = sender === 'client' ? 'request' : 'response'
  return configurationError(reason, details, `Unable to transform ${side}`)
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
function refuseRepeated({ repeated }: Overrides, mediaType: string, details: () => FailureDetails): void {
  if (repeated.length === 0) return
  const names = repeated.map(name => `\`$context.${name}\``).join(', ')
  throw configurationError(
    `the template for \`${mediaType}\` overrides ${names} more than once, which AWS refuses: put the value into a variable and override once, at the end`,
    details,
  )
}

function overrideMapsOf(scope: TemplateScope): ContextValues {
  const context = scope.get('context')
  if (!(context instanceof Map)) return {}
  return {
    requestOverride: context.get('requestOverride'),
    responseOverride: context.get('responseOverride'),
  }
}
