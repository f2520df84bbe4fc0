import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const template = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
  Greeting: { Type: String }
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: !Ref Stage }
`

function parameters(name: string, config: string, given?: Record<string, string>) {
  const files = memoryFiles({ '/app/template.yaml': template, [`/app/${name}`]: config })
  const options = given ? { parameters: new Map(Object.entries(given)) } : {}
  const { definition, diagnostics } = loadDefinition('/app/template.yaml', files, options)
  const values = Object.fromEntries((definition?.parameters ?? []).map(each => [each.name, each.value]))
  return { values, diagnostics, stages: definition?.apis[0]?.stages.map(stage => stage.name) }
}

const toml = (overrides: string) =>
  `version = 0.1\n[default.deploy.parameters]\nparameter_overrides = ${overrides}\n`

describe('parameter overrides beside a SAM template', () => {
  it.each([
    ['one text', `"Stage=prod Greeting=\\"good day\\""`],
    [
      'the long form',
      `"ParameterKey=Stage,ParameterValue=prod ParameterKey=Greeting,ParameterValue='good day'"`,
    ],
    ['a list', `["Stage=prod", "Greeting='good day'"]`],
  ])('are read as %s', (_, overrides) => {
    const found = parameters('samconfig.toml', toml(overrides))
    expect(found.values).toEqual({ Stage: 'prod', Greeting: 'good day' })
    expect(found.stages).toEqual(['prod', 'Stage'])
  })

  it('are read from YAML', () => {
    const yaml = 'default:\n  deploy:\n    parameters:\n      parameter_overrides: { Stage: prod }\n'
    expect(parameters('samconfig.yaml', yaml).values).toMatchObject({ Stage: 'prod' })
  })

  it('give way to what is meant for this machine, and to what the caller says', () => {
    const config = `${toml('"Stage=prod Greeting=a"')}[default.local_start_api.parameters]\nparameter_overrides = "Stage=local"\n`
    expect(parameters('samconfig.toml', config).values).toEqual({ Stage: 'local', Greeting: 'a' })
    expect(parameters('samconfig.toml', config, { Stage: 'mine' }).values).toEqual({
      Stage: 'mine',
      Greeting: 'a',
    })
  })

  it('are passed over with a word when the file is broken', () => {
    const { values, diagnostics } = parameters('samconfig.toml', '[default.deploy\nx = 1')
    expect(values).toMatchObject({ Stage: 'dev' })
    expect(diagnostics).toMatchObject([
      { code: 'sam-config-unreadable', file: '/app/samconfig.toml', range: { start: { line: 0 } } },
    ])
  })
})
