import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLineIndex, offsetAt } from '../../server/src/base/text.ts'
import type { Range } from '../../server/src/base/text.ts'
import { disturb, readMarked } from '../support/disturbed.ts'
import type { Disturbance } from '../support/disturbed.ts'
import { startSession } from '../support/editorSession.ts'
import type { EditorSession } from '../support/editorSession.ts'
import { answerTo, textAfter, undisturbed } from '../support/featureAnswers.ts'
import type { Case } from './disturbed/definition.ts'
import { openApiJson, openApiYaml } from './disturbed/openApi.ts'
import { anchoredYaml, templateFile } from './disturbed/others.ts'
import {
  javaScriptHandler,
  policyFile,
  pythonHandler,
  serverlessYml,
  terraformJson,
  vtlFile,
  withoutPermission,
} from './disturbed/services.ts'
import { cloudFormationJson, samYaml } from './disturbed/templates.ts'

// Every language feature says the same of a definition that is half typed, or written otherwise, as of the whole one.

const whole: Disturbance = { name: 'nothing', replacements: () => [] }

const definitions = [
  ...[openApiYaml, openApiJson, samYaml, cloudFormationJson, anchoredYaml, templateFile],
  ...[serverlessYml, policyFile, terraformJson, withoutPermission, vtlFile, javaScriptHandler, pythonHandler],
]

describe.each(definitions)('$name', definition => {
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
    // A refusal is an answer, too.
    const answer = await answerTo(each, { name, text: disturbed.text, at }, session).catch(String)
    return {
      answer,
      text: disturbed.text,
      plain: undisturbed(answer, disturbed, `file:///work/${name}`),
    }
  }

  it.each(cases.map(each => [titleOf(each), each] as const))(
    '%s',
    async (_, each) => {
      const expected = await answered(each, whole)
      const shown = textAfter(each, expected.answer, marked.text) ?? withWords(expected.answer, marked.text)
      for (const text of each.holds) expect(shown).toContain(text)
      const others: [disturbance: string, answer: string][] = []
      for (const disturbance of disturbances) {
        if (restsOn(each, disturbance)) continue
        const { plain, answer, text } = await answered(each, disturbance)
        // An editor writes proposals with the line ends of the document by itself.
        const after = each.feature === 'completion' ? undefined : textAfter(each, answer, text)
        if (text.includes('\r\n') && after !== undefined) expect(after).not.toMatch(/[^\r]\n/)
        const [said, wanted] = [plain, expected.plain].map(answer => JSON.stringify(answer))
        if (said !== wanted) others.push([disturbance.name, differenceOf(wanted ?? '', said ?? '')])
      }
      expect(others).toEqual([])
    },
    120_000,
  )
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
  const at = (position: Range['start']) => offsetAt(lines, position, text)
  return JSON.stringify(answer, (_, value: unknown) => {
    const { start, end } = (value ?? {}) as Partial<Range>
    return start?.line !== undefined && end ? text.slice(at(start), at(end)) : value
  })
}

/** Where another answer begins to differ, with some of what stands around. */
function differenceOf(wanted: string, said: string): string {
  let at = 0
  while (at < wanted.length && wanted[at] === said[at]) at++
  return `${said.slice(Math.max(0, at - 80), at + 120)} instead of ${wanted.slice(at, at + 120)}`
}
