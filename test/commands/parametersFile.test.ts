import { afterAll, expect, it } from 'vitest'
import { createProject, runProgram } from './gatewayProgram.ts'

const project = createProject({
  'template.yaml': `Parameters: {Name: {Type: String, Default: from the template}}
Resources:
  Shop: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: !Ref Name, ProtocolType: HTTP}}
`,
  'gatehouse.json': '{"parametersFile": "project.json"}',
  'project.json': '{"Name": "from the project"}',
  'mine.yaml': 'Parameters: {Name: from my file}\n',
  'service/serverless.yml': `service: shop
provider: {name: aws, stage: "\${opt:stage, 'dev'}", httpApi: {name: "\${param:title, 'none'}-\${env:SHOP_TOWN, 'nowhere'}"}}
functions: {list: {handler: a.b, events: [{httpApi: GET /}]}}
useDotenv: true
`,
  'rest/serverless.yml': `service: shop
provider: {name: aws}
functions: {list: {handler: a.b, events: [{http: GET /}]}}
resources:
  Resources:
    LiveStage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref ApiGatewayRestApi, StageName: live}}
`,
  'service/.env': 'SHOP_TOWN=here\n',
  'service/.env.prod': 'SHOP_TOWN=there\n',
})
afterAll(() => project.remove())

function names(...args: string[]): string {
  const { stdout, stderr } = runProgram(project.folder, 'list', ...args, '--format', 'json')
  const listed = stdout === '' ? {} : (JSON.parse(stdout) as { api?: { name?: string }; name?: string })
  return listed.api?.name ?? listed.name ?? stderr.split('\n')[0] ?? ''
}

it('takes the command line before its files, those before the project, that before the template', () => {
  expect(names('template.yaml')).toBe('from the project')
  expect(names('template.yaml', '--parameters-file', 'mine.yaml')).toBe('from my file')
  expect(names('template.yaml', '--parameters-file', 'mine.yaml', '--parameter', 'Name=given')).toBe('given')
})

it('refuses a file that is not there', () => {
  const { status, stderr } = runProgram(
    project.folder,
    'check',
    'template.yaml',
    '--parameters-file',
    'gone.json',
  )
  expect(status).toBe(2)
  expect(stderr).toContain("gatehouse check: --parameters-file names 'gone.json', which is no file")
})

it('reads a service for its stage, with its params and .env files', () => {
  expect(names('service/serverless.yml')).toBe('none-here')
  expect(names('service/serverless.yml', '--stage', 'prod', '--param', 'title=Shop')).toBe('Shop-there')
})

it('serves a service at the stage it states, else deploys it to the one that is asked for', () => {
  const stageOf = (...args: string[]) =>
    /in stage (\w+)/.exec(
      runProgram(project.folder, 'invoke', 'rest/serverless.yml', 'GET', '/', '--trace', ...args).stdout,
    )?.[1]
  expect(stageOf('--stage', 'live')).toBe('live')
  expect(stageOf('--stage', 'prod')).toBe('prod')
})
