import type { Disturbance } from '../../support/disturbed.ts'
import { brokenBy, lineEnds, outsideOfPlane, replacing } from '../../support/disturbed.ts'

/** Lines as they stand in YAML while somebody types. */
const halfTypedYaml = [
  'half',
  'half:',
  'half: [',
  'half: { a: 1,',
  'half: "open',
  "half: 'open",
  '"half',
  '- half',
  'half: a: b',
  'half: *nothing',
  'half: !Re',
  'half: !Sub "${',
  '@half',
  '%half',
  '? half',
  '<<: *no',
]

const halfTypedJson = [
  '"half"',
  '"half":',
  '"half": {',
  '"half": [1,',
  'half',
  '"half',
  '"half": "open',
  '"half": tru,',
  '"half": 1',
  ',',
]

const secondDocument: Disturbance = {
  name: 'a second document',
  replacements: ({ text }) => [
    { start: text.length, end: text.length, put: '---\nopenapi: 3.0.1\nResources: {\nhalf\n' },
  ],
}

export const yamlDisturbances: readonly Disturbance[] = [
  ...brokenBy(halfTypedYaml),
  ...lineEnds,
  outsideOfPlane,
  secondDocument,
  replacing('tabs behind colons', /(?<=^ *(?:- )?[\w-]+:) (?=\S)/gm, () => '\t'),
]

export const jsonDisturbances: readonly Disturbance[] = [
  ...brokenBy(halfTypedJson),
  ...lineEnds,
  outsideOfPlane,
  replacing('tabs', /(?<=^ *) {2}(?= *\S)/gm, () => '\t'),
]
