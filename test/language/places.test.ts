import { describe, expect, it } from 'vitest'
import type { Place } from '../../scripts/places.mjs'
import { readPlaces, textOfPlace, typedAt } from '../../scripts/places.mjs'
import { proposedLabels } from '../support/proposals.ts'

const places: readonly Place[] = readPlaces()

type Text = ReturnType<typeof typedAt>

/** The text around the cursor once the place's own is typed. */
function textAt(place: Place): Text {
  return typedAt(textOfPlace(place), place)
}

/** A line that nobody finished above the cursor's, and another below it. */
function betweenBrokenLines({ before, after }: Text, file: string): Text {
  const line = before.lastIndexOf('\n') + 1
  const indent = /^ */.exec(before.slice(line))?.[0] ?? ''
  const end = after.search(/\n|$/)
  const [above, below] = file.endsWith('.json') ? ['"half"', '"open": '] : ['half', 'open: [']
  return {
    before: `${before.slice(0, line)}${indent}${above}\n${before.slice(line)}`,
    after: `${after.slice(0, end)}\n${indent}${below}${after.slice(end)}`,
  }
}

/** A byte order mark, and lines that end as Windows has them. */
function withWindowsLines({ before, after }: Text): Text {
  return { before: `\ufeff${before.replaceAll('\n', '\r\n')}`, after: after.replaceAll('\n', '\r\n') }
}

function expectProposals(place: Place, { before, after }: Text): void {
  const { file, must, mustNot, beside = [] } = place
  const others = Object.fromEntries(beside.map(name => [`/work/${name}`, textOfPlace(place, name)]))
  const found = proposedLabels(file, `${before}<|>${after}`, others)
  expect(found).toEqual(expect.arrayContaining([...must]))
  expect(found.filter(label => mustNot.includes(label))).toEqual([])
}

describe.each(
  places.map(
    place =>
      [`${place.area}: ${place.file}:${place.line}:${place.column} ${place.typed ?? ''}`, place] as const,
  ),
)('%s', (_, place) => {
  it('has what fits, and nothing else', () => {
    expectProposals(place, textAt(place))
  })

  it('has it between lines that are half-typed', () => {
    expectProposals(place, betweenBrokenLines(textAt(place), place.file))
  })

  it('has it in a text with carriage returns and a byte order mark', () => {
    expectProposals(place, withWindowsLines(textAt(place)))
  })
})

it('has ten places and more of each kind', () => {
  for (const area of [
    'openapi',
    'sam',
    'cloudformation',
    'websocket',
    'policies',
    'serverless',
    'terraform',
  ]) {
    expect(places.filter(place => place.area === area).length).toBeGreaterThanOrEqual(10)
  }
})
