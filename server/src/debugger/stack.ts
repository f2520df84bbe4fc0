import type { HeldAt } from '../protocol/debugging.ts'
import type { SourceLine, TracedMessage } from '../protocol/trace.ts'
import type { HeldAtStep, HeldInTemplate, RequestThread } from './heldRequest.ts'
import type { Shown } from './shownValues.ts'
import { shownInput, shownPayload, shownValue } from './shownValues.ts'
import { placesOf } from './templatePlaces.ts'
import { watch } from '../template/watch.ts'
import { inView } from './gatewayDebugger.ts'

/** A line of a held request's stack. */
export interface Frame {
  readonly name: string
  readonly source: SourceLine | undefined
  /** The text around the place, where it stands in no file. */
  readonly text?: string
  /** What only names what is above it. */
  readonly isLabel: boolean
}

/** A group of variables. */
export interface ShownScope {
  readonly name: string
  readonly parts: () => readonly Shown[]
  readonly isExpensive: boolean
}

/** The stack of a held request, the innermost first: blocks of the template, the template, the step, the request. */
export function framesOf(thread: RequestThread): Frame[] {
  const { held, name, route } = thread
  if (!held) return []
  const request = {
    name: route === undefined || route === name ? name : `${name} (${route})`,
    source: undefined,
    isLabel: true,
  }
  if (held.type === 'step') return [stepFrame(held), request]
  return [...templateFrames(held), request]
}

/** Where a request stands, for those who show no stack. */
export function heldAt(thread: RequestThread): HeldAt | undefined {
  const [top] = framesOf(thread)
  if (!top) return undefined
  const { name, source, text } = top
  const { held } = thread
  const template = held?.type === 'template' ? held : undefined
  const isOfStep = template?.calls.length === 0 && template.template.name === undefined
  return {
    where: isOfStep ? `in the ${template.template.side} template` : template ? `in ${name}` : name,
    thread: thread.id,
    ...(source && text === undefined && { source }),
  }
}

function stepFrame({ moment, step, told }: HeldAtStep): Frame {
  const title = told?.title ?? words(step)
  return {
    name: moment === 'before' ? `before ${title.toLowerCase()}` : `after ${title.toLowerCase()}`,
    source: told?.source,
    isLabel: false,
  }
}

function templateFrames({ template, calls, source }: HeldInTemplate): Frame[] {
  const { side, mediaType, name = `${side} template, ${mediaType}` } = template
  const places = placesOf(template)
  const outer = calls.map(({ caller }) => (caller ? places.at(caller.start) : undefined))
  const blocks = calls.map(({ block }) => blockName(block.arguments[0], template.text))
  const names = [...blocks, name]
  return names.map((name, index) => ({
    name,
    source: index === 0 ? source : outer[index - 1],
    ...(!places.isWritten && { text: template.text }),
    isLabel: false,
  }))
}

function blockName(
  argument: { readonly start: number; readonly end: number } | undefined,
  text: string,
): string {
  return argument ? `#define ${text.slice(argument.start, argument.end)}` : '#define'
}

/** `integrationRequest` in words. */
function words(step: string): string {
  return step.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

/** The variables of a frame. */
export function scopesOf({ held }: RequestThread, frame: Frame): ShownScope[] {
  if (!held || frame.isLabel) return []
  return held.type === 'template' ? templateScopes(held) : stepScopes(held)
}

function templateScopes({ view, scope, fault }: HeldInTemplate): ShownScope[] {
  const now = inView(view, scope)
  const own = () =>
    [...view.variables]
      .filter(([name]) => !given.includes(name))
      .map(([name, value]) => shownValue(`$${name}`, value, `$${name}`, text => assign(name, text)))
  const assign = (name: string, text: string): string | undefined => {
    const watched = watch(text, now)
    if (watched.type === 'fault') return watched.message
    return view.assign(name, watched.value) ? undefined : `the template never names $${name}`
  }
  const begun = () => [
    shownInput(now),
    ...['context', 'stageVariables'].map(name => shownValue(`$${name}`, now.get(name), `$${name}`)),
  ]
  const output = () => [{ name: 'output', value: view.output, type: 'String' }]
  const fell = fault && [{ name: 'error', value: fault.message, type: 'String' }]
  return [
    ...(fell ? [{ name: 'Fault', parts: () => fell, isExpensive: false }] : []),
    { name: 'Variables', parts: own, isExpensive: false },
    { name: 'Given', parts: begun, isExpensive: false },
    { name: 'Output so far', parts: output, isExpensive: false },
  ]
}

const given = ['input', 'util', 'context', 'stageVariables']

function stepScopes({ told, payload }: HeldAtStep): ShownScope[] {
  const step = () =>
    told
      ? [
          { name: 'state', value: told.state },
          { name: 'summary', value: told.summary },
          ...messages([told.before, told.after]),
        ]
      : []
  return [
    ...(payload ? [{ name: 'Payload', parts: () => shownPayload(payload), isExpensive: false }] : []),
    ...(told ? [{ name: 'Step', parts: step, isExpensive: false }] : []),
  ]
}

function messages(shown: readonly (TracedMessage | undefined)[]): Shown[] {
  return shown.flatMap(message => {
    if (!message) return []
    const { title, headers = [], body } = message
    const parts = () => [
      ...headers.map(([name, value]) => ({ name, value })),
      ...(body?.text === undefined ? [] : [{ name: 'body', value: body.text, type: 'String' }]),
    ]
    return [{ name: title, value: '', count: parts().length, parts }]
  })
}
