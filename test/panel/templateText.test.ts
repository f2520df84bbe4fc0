import { describe, expect, it } from 'vitest'
import { detailTabs, templateText } from '../../client/panel/stepTexts.ts'
import type { TracedTemplate, TraceStep } from '../../server/src/protocol/trace.ts'

const template: TracedTemplate = {
  mediaType: 'application/json',
  source: { file: '/api.yaml', line: 3, character: 0 },
  output: { text: '{"ok": true}\nrest', size: 17 },
  variables: [['title', '"Dune"']],
  overrides: [['responseOverride.status', '404']],
}

describe('the tab of a step that rendered a template', () => {
  it('stands behind the others, and only there', () => {
    const step: TraceStep = {
      name: 'integrationResponse',
      title: 'Integration response',
      state: 'passed',
      summary: '',
      startMs: 0,
      durationMs: 1,
      after: { title: 'Response', body: { text: 'x', size: 1 } },
    }
    expect(detailTabs(step).map(({ title }) => title)).toEqual(['Body'])
    expect(detailTabs({ ...step, template }).map(({ title }) => title)).toEqual(['Body', 'Template'])
  })

  it('shows what the template overrode and set', () => {
    expect(templateText(template).lines).toEqual([
      'Overrides',
      '  responseOverride.status = 404',
      'Variables',
      '  title = "Dune"',
    ])
  })

  it('begins with the fault, and what was printed until then', () => {
    const fault = { message: 'no such method', line: 3, column: 4, source: template.source }
    expect(templateText({ ...template, fault }).lines.slice(0, 4)).toEqual([
      'line 3, column 4: no such method',
      'Printed until then',
      '  {"ok": true}',
      '  rest',
    ])
  })

  it('says so when there is nothing to show', () => {
    expect(templateText({ ...template, variables: [], overrides: [] })).toMatchObject({
      lines: [],
      note: 'sets and overrides nothing',
    })
  })
})
