import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLineIndex, offsetAt } from '../../server/src/base/text.ts'
import type { Range } from '../../server/src/base/text.ts'
import { disturb, readMarked } from '../support/disturbed.ts'
import type { Disturbance } from '../support/disturbed.ts'
import { startSession } from '../support/editorSession.ts'
import type { EditorSession } from '../support/editorSession.ts'
import { answerTo, textAfter, undisturbed } from '../support/featureAnswers.ts'
import type { Case, DisturbedDefinition } from './disturbed/definition.ts'
import { openApiJson, openApiYaml } from './disturbed/openApi.ts'
import { cloudFormationJson, samYaml } from './disturbed/templates.ts'

// Every language feature says the same of a definition that is half typed, or written otherwise, as of the whole one.

const whole: Disturbance = { name: 'nothing', replacements: () => [] }

describe.each([openApiYaml, openApiJson, samYaml, cloudFormationJson])('$name', definition => {
  const { name, source, files, disturbances, cases } = definition
  const marked = readMarked(source)
  let session: EditorSession
  beforeAll(async () => {
    session = await startSession(files)
  })
  afterAll(() => session.stop())

  const answered = async (each: Case, disturbance: Disturbance) => {
    const cursor = each.at === undefined ? undefined : markOf(marked, each.at)
    const disturbed = disturb(marked.text, disturbance.replacements(marked, cursor))
    await session.setText(name, disturbed.text)
    const at = (mark: string) => disturbed.at(markOf(marked, mark))
    const answer = await answerTo(each, { name, text: disturbed.text, at }, session)
    return {
      answer,
      text: disturbed.text,
      plain: undisturbed(answer, disturbed, `file:///work/${name}`),
    }
  }

  it.each(cases.map(each => [titleOf(each), each] as const))('%s', async (_, each) => {
    const expected = await answered(each, whole)
    if (process.env['SHOW']) console.log(JSON.stringify(expected.plain))
    const shown = textAfter(each, expected.answer, marked.text) ?? withWords(expected.answer, marked.text)
    for (const text of each.holds) expect(shown).toContain(text)
    const others: Record<string, unknown> = {}
    for (const disturbance of disturbances) {
      if (restsOn(each, disturbance)) continue
      const { plain } = await answered(each, disturbance).catch((e: unknown) => ({ plain: String(e) }))
      if (JSON.stringify(plain) !== JSON.stringify(expected.plain)) others[disturbance.name] = plain
    }
    if (Object.keys(others).length) throw new Error(Object.keys(others).join('; ') + differenceOf(expected.plain, Object.values(others)[0]))
  })
})

function titleOf({ feature, at = 'the whole', given }: Case): string {
  return [feature, at, given].join(' ').trim()
}

function restsOn({ restsOn: rests = [] }: Case, { name }: Disturbance): boolean {
  return rests.some(each => name.includes(each))
}

function markOf({ marks }: ReturnType<typeof readMarked>, name: string): number {
  const found = marks.get(name)
  if (found === undefined) throw new Error(`no ⟨${name}⟩`)
  return found
}

/** An answer as text, with the words that stand at its places. */
function withWords(answer: unknown, text: string): string {
  const lines = createLineIndex(text)
  const at = (position: Range['start']) => offsetAt(lines, position, text.length)
  return JSON.stringify(answer, (_, value: unknown) => {
    const { start, end } = (value ?? {}) as Partial<Range>
    return start?.line !== undefined && end ? text.slice(at(start), at(end)) : value
  })
}

function differenceOf(a: unknown, b: unknown): string {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)]
  let at = 0
  while (at < x.length && x[at] === y[at]) at++
  return ` EXPECTED ${x.slice(Math.max(0, at - 100), at + 300)} FOUND ${y.slice(Math.max(0, at - 100), at + 300)}`
}
