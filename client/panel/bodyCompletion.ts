import {
  autocompletion,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import type { BodyShape } from '../../server/src/protocol/requests.ts'
import { bodySite, shapeAt, type BodySite } from './bodySite.ts'

/** Proposes what a body may have, which may hang on what is written of it: names of properties, values that are enumerated. */
export function bodyCompletion(shapeOf: (text: string) => BodyShape | undefined): Extension {
  return [
    autocompletion({ override: [context => complete(shapeOf, context)], icons: false, aboveCursor: false }),
    // Ctrl+Space, Enter, Esc and the arrow keys, as in VS Code.
    keymap.of(completionKeymap),
  ]
}

/** Longer texts are looked at where completion is asked for, not with each key. */
const longestText = 200_000

function complete(
  shapeOf: (text: string) => BodyShape | undefined,
  context: CompletionContext,
): CompletionResult | null {
  const { state, pos, explicit } = context
  if (!explicit && state.doc.length > longestText) return null
  const text = state.doc.toString()
  const site = bodySite(text, pos)
  if (!site || (!explicit && site.typed === '' && site.from === site.to)) return null
  const shape = shapeOf(text)
  const place = shape && shapeAt(shape, site.path)
  if (!place) return null
  const options = site.kind === 'name' ? nameOptions(place, site) : valueOptions(place)
  const isQuoted = state.sliceDoc(site.from, site.from + 1) === '"'
  return options.length === 0
    ? null
    : { from: isQuoted ? site.from : pos - site.typed.length, to: site.to, options, filter: true }
}

/** The names that the object has not yet, those that are required first. */
export function nameOptions({ properties = {}, required = [] }: BodyShape, site: BodySite): Completion[] {
  const others = site.names
  return Object.entries(properties)
    .filter(([name]) => !others.includes(name) || site.typed === name)
    .map(([name, { type, description, values }]) => ({
      label: JSON.stringify(name),
      displayLabel: name,
      detail: [type, required.includes(name) && 'required'].filter(Boolean).join(', '),
      ...(description !== undefined && { info: description }),
      apply: site.hasColon ? JSON.stringify(name) : `${JSON.stringify(name)}: ${openingOf(type, values)}`,
      boost: required.includes(name) ? 10 : 0,
    }))
}

/** The values that are enumerated, in their order. */
export function valueOptions({ values = [], description }: BodyShape): Completion[] {
  return values.map((value, index) => ({
    label: JSON.stringify(value),
    sortText: String(index).padStart(4, '0'),
    ...(description !== undefined && { info: description }),
  }))
}

/** What a value of a type begins with, where that is certain. */
function openingOf(type: string | undefined, values: readonly unknown[] | undefined): string {
  return values?.length === 1
    ? JSON.stringify(values[0])
    : type === 'object'
      ? '{}'
      : type === 'array'
        ? '[]'
        : ''
}
