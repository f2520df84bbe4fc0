import { describe, expect, it } from 'vitest'
import { positionAt } from '../../server/src/base/text.ts'
import { siteAt } from '../../server/src/language/siteAt.ts'
import type { SourceDocument } from '../../server/src/syntax/node.ts'
import { childAt, entriesOf } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { windowAround } from '../../server/src/language/yamlWindow.ts'

const functions = Array.from(
  { length: 40 },
  (_, index) => `  List${index}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
`,
).join('')

/** A template that is too long to be read as a whole. */
const template = (rest: string) => `Transform: AWS::Serverless-2016-10-31
# A comment
Resources:
${functions}${rest}Outputs:
  Name: { Value: a }
`

function siteIn(marked: string, file = '/template.yaml') {
  const offset = marked.indexOf('<|>')
  return siteAtOffset(parseText(file, marked.replace('<|>', '')), offset)
}

function siteAtOffset(document: SourceDocument, offset: number) {
  return siteAt(document, positionAt(document.lines, offset))
}

describe('in a long YAML text', () => {
  it('reads the lines around the cursor, with the keys above them', () => {
    const text = template('  Role:\n    Type: AWS::IAM::Role\n')
    const window = windowAround(parseText('/template.yaml', text), text.indexOf('AWS::IAM'))
    expect(window.head + text.slice(window.start, window.end)).toBe(
      'Resources:\n  Role:\n    Type: AWS::IAM::Role\n',
    )
  })

  it('knows the place and all other parts of the document', () => {
    const site = siteIn(template('  Role:\n    Type: <|>\n'))
    expect(site?.path).toEqual(['Resources', 'Role', 'Type'])
    expect(entriesOf(childAt(site?.root, 'Resources'))).toHaveLength(41)
    expect(childAt(site?.root, 'Outputs', 'Name')).toBeDefined()
  })

  it('finds the same as in a short one, wherever the cursor stands', () => {
    const text = `Resources:
  A:
    Type: AWS::IAM::Role
    Properties:
      List:
      - a
      - Key: { x: 1, y: [2, 3] }
        More: "q"
      Text: |
        not: a key
      "Quoted": b # a comment

  B: {}
`
    const padding = `\nFiller:\n${'  - x\n'.repeat(80)}`
    const [short, long] = [parseText('/short.yaml', text), parseText('/long.yaml', text + padding)]
    for (let offset = 0; offset <= text.length; offset++) {
      const shape = (document: SourceDocument) => {
        const site = siteAtOffset(document, offset)
        return site && [site.mode, site.path, site.range, site.prefix, site.isFlow]
      }
      expect(shape(long), `${text.slice(0, offset)}<|>`).toEqual(shape(short))
    }
  })

  it('goes on between lines that are broken', () => {
    const broken =
      '  Broken\n  Half: [\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      <|>\n      Path: }\n  Also\n'
    const site = siteIn(template(broken))
    expect(site).toMatchObject({ mode: 'key', path: ['Resources', 'Role', 'Properties'] })
    expect(childAt(site?.root, 'Resources', 'List3', 'Type')).toBeDefined()
  })

  it('reads all of a text whose aliases stand in the way', () => {
    const text = template('  Role: &role\n    Type: AWS::IAM::Role\n  Other:\n    <<: *role\n    Prop<|>\n')
    const site = siteIn(text)
    expect(site?.path).toEqual(['Resources', 'Other'])
    expect(childAt(site?.root, 'Resources', 'Other', 'Type')).toBeDefined()
  })

  it('counts lines with carriage returns, a byte order mark and characters of two units', () => {
    const text = `\ufeff${template('  Role:\n    Description: 😀\n    Type: AWS::<|>\n')}`.replaceAll(
      '\n',
      '\r\n',
    )
    const site = siteIn(text)
    expect(site).toMatchObject({ path: ['Resources', 'Role', 'Type'], prefix: 'AWS::' })
    expect(site?.range.start.character).toBe('    Type: '.length)
  })

  it('answers for the first document of several only', () => {
    expect(siteIn('Resources:\n  <|>\n---\nOther: 1\n')?.path).toEqual(['Resources'])
    expect(siteIn('# notes\n---\nResources:\n  <|>\n')?.path).toEqual(['Resources'])
    expect(siteIn('Resources: {}\n---\nOther:\n  <|>\n')).toBeUndefined()
  })

  it('says nothing in comments and text blocks', () => {
    expect(siteIn(template('  # Ro<|>\n'))).toBeUndefined()
    expect(siteIn(template('  Role:\n    Text: |\n      Typ<|>\n'))).toBeUndefined()
  })
})

describe('in a JSON text', () => {
  const resources = Array.from(
    { length: 600 },
    (_, index) => `"List${index}": { "Type": "AWS::Lambda::Function" }`,
  )
  const json = (rest: string) => `{"Resources": {${resources.join(',\n')},\n${rest}}}`

  it('knows the place in a long one', () => {
    const site = siteIn(json('"Role": { "Type": "AWS::IAM::<|>" }'), '/template.json')
    expect(site).toMatchObject({
      mode: 'value',
      path: ['Resources', 'Role', 'Type'],
      prefix: 'AWS::IAM::',
      quote: '"',
    })
  })

  it('puts in a comma that is missing', () => {
    const site = siteIn(json('"Role": { "Type": "AWS::IAM::Role"\n "Prop<|>" }'), '/template.json')
    expect(site).toMatchObject({ mode: 'key', path: ['Resources', 'Role'], prefix: 'Prop' })
    expect(site?.commaBefore).toMatchObject({ character: '"Role": { "Type": "AWS::IAM::Role"'.length })
  })

  it('takes tabs and carriage returns', () => {
    const site = siteIn(json('\t"Role": {\r\n\t\t"Type": <|>\r\n\t}'), '/template.json')
    expect(site).toMatchObject({ mode: 'value', path: ['Resources', 'Role', 'Type'] })
  })
})
