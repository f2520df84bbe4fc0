import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { findings } from '../support/sketch.ts'

/** What is told about the references of `/api.yaml`. */
const told = (text: string, others: Record<string, string> = {}) => {
  const files = memoryFiles({ '/api.yaml': text, ...others })
  const { diagnostics } = loadDefinition('/api.yaml', files)
  return diagnostics.flatMap(diagnostic => {
    const document = parseText(diagnostic.file, files.read(diagnostic.file) ?? '')
    return findings([diagnostic], document).map(line => `${diagnostic.file} ${line}`)
  })
}

describe('references of a document', () => {
  it('that lead nowhere are errors at the reference, once each', () => {
    expect(
      told(`openapi: 3.0.1
paths:
  /a:
    post: {requestBody: {content: {x/y: {schema: {$ref: "#/components/schemas/No"}}}}}
    put: {requestBody: {$ref: "#/components/schemas/Yes/nothing"}}
components: {schemas: {Yes: {type: object}}}
`),
    ).toEqual([
      `/api.yaml error ref-unresolved «"#/components/schemas/Yes/nothing"» '#/components/schemas/Yes/nothing' leads to nothing: this document has no '/components/schemas/Yes/nothing'; define it or correct the reference`,
      `/api.yaml error ref-unresolved «"#/components/schemas/No"» '#/components/schemas/No' leads to nothing: this document has no '/components/schemas/No'; define it or correct the reference`,
    ])
  })

  it('in responses are warnings, as the import passes over them', () => {
    const text = 'openapi: 3.0.1\npaths: {/a: {get: {responses: {"200": {$ref: "#/no"}}}}}\n'
    expect(told(text)).toEqual([
      `/api.yaml warning ref-unresolved «"#/no"» '#/no' leads to nothing: this document has no '/no'; define it or correct the reference`,
    ])
  })

  it('to files that are not there are warnings', () => {
    const text = 'openapi: 3.0.1\npaths: {/a: {$ref: "./a.yaml"}}\n'
    expect(told(text)).toEqual([
      `/api.yaml warning ref-file-missing «"./a.yaml"» './a.yaml' names a file that is not there, so what it describes is left out; create the file or correct the path`,
    ])
  })

  it('in other files are looked at as far as they are used', () => {
    const text = 'openapi: 3.0.1\npaths: {/a: {$ref: "a.yaml#/used"}}\n'
    expect(told(text, { '/a.yaml': 'used: {get: {$ref: "#/no"}}\nunused: {$ref: "#/no"}\n' })).toEqual([
      `/a.yaml error ref-unresolved «"#/no"» '#/no' leads to nothing: this document has no '/no'; define it or correct the reference`,
    ])
  })

  it('that come back to themselves are errors', () => {
    const text = 'openapi: 3.0.1\npaths: {}\ncomponents: {schemas: {A: {$ref: "#/components/schemas/A"}}}\n'
    expect(told(text)).toEqual([
      `/api.yaml error ref-cyclic «"#/components/schemas/A"» '#/components/schemas/A' leads back to itself, so it never becomes a value; point it at the definition itself`,
    ])
  })

  it('may name the models that every REST API has', () => {
    const text = `openapi: 3.0.1
paths: {/a: {post: {requestBody: {content: {a/b: {schema: {$ref: "#/components/schemas/Empty"}}}}}}}
`
    expect(told(text)).toEqual([])
  })

  it('within schemas may be circular, stand in examples, or be URLs', () => {
    const text = `openapi: 3.0.1
paths: {}
components:
  schemas:
    A: {properties: {a: {$ref: "#/components/schemas/A"}, $ref: {type: string}}, example: {b: {$ref: "#/no"}}}
    B: {$ref: "https://example.com/b.json"}
`
    expect(told(text)).toEqual([])
  })

  it('into a part that a template brings in are left to the template', () => {
    const text = `openapi: 3.0.1
paths: {/a: {get: {parameters: [{$ref: "#/components/parameters/P"}]}}}
components: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: x.yaml}}}
`
    expect(told(text)).toEqual([])
  })
})
