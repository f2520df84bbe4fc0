import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LayerVersion } from '../../server/src/api/lambdaFunction.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

const files = {
  'app.js': `exports.handler = async () => [require('shop-rules').name, require('only-below').name, process.env.PATH.split(':')[0]]`,
  'app.py': `import rules\n\ndef handler(event, context):\n    return rules.NAME\n`,
  'below/nodejs/node_modules/shop-rules/index.js': `exports.name = 'below'`,
  'below/nodejs/node_modules/only-below/index.js': `exports.name = 'only below'`,
  'above/nodejs/node_modules/shop-rules/index.js': `exports.name = 'above'`,
  'below/python/rules.py': `NAME = 'below'`,
  'above/python/lib/python3.11/site-packages/rules.py': `NAME = 'above'`,
  'runtime/bootstrap': `#!/bin/bash
API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
while true; do
  ID=$(curl -sS -D - -o /dev/null "$API/invocation/next" | grep -i aws-request-id | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -X POST "$API/invocation/$ID/response" -d "\\"$(cat text.txt)\\"" > /dev/null
done
`,
  'text.txt': 'from the code',
}

const layers: LayerVersion[] = []
let bench: Bench
beforeAll(async () => {
  bench = await openBench(files, { layers: () => layers })
  chmodSync(path.join(bench.folder, 'runtime/bootstrap'), 0o755)
  for (const name of ['below', 'above', 'runtime']) {
    layers.push({
      id: name,
      origin: fact(0).origin,
      name,
      arn: arnOf(name),
      content: fact(path.join(bench.folder, name)),
      compatibleRuntimes: [],
    })
  }
  layers.push({ ...layers[0]!, id: 'elsewhere', arn: arnOf('elsewhere'), content: fact('/etc') })
})
afterAll(() => bench.close())

function arnOf(name: string): string {
  return `arn:aws:lambda:eu-west-1:123456789012:layer:${name}:1`
}

function run(runtime: string, handler: string, names: readonly string[]) {
  return bench.invoke(
    lambda(bench.folder, handler, {
      id: `${runtime} ${names.join()}`,
      runtime: fact(runtime),
      layers: names.map(name => fact(arnOf(name))),
    }),
  )
}

describe('layers', () => {
  fidelity(
    'Functions',
    'Layers: search paths of Node.js and Python, the last layer on top, a runtime in a layer',
    { by: 'documentation', source: 'https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html' },
  )

  test('a Node handler requires what they bring; the last one lies on top', async () => {
    const result = await run('nodejs20.x', 'app.handler', ['below', 'above'])
    expect(JSON.parse(result.payload)).toEqual(['above', 'only below', path.join(bench.folder, 'above/bin')])
    expect(result.notes).toContain(
      `layers of 'nodejs20.x below,above' are found by search paths; nothing is mounted at /opt`,
    )
  })

  test('a Python handler imports it', async () => {
    expect((await run('python3.11', 'app.handler', ['below', 'above'])).payload).toBe('"above"')
    expect((await run('python3.11', 'app.handler', ['below'])).payload).toBe('"below"')
  })

  test.skipIf(process.platform === 'win32')('a custom runtime may come in one', async () => {
    expect((await run('provided.al2023', 'any', ['runtime'])).payload).toBe('"from the code"')
  })

  test('one that is not known, or lies elsewhere, is said', async () => {
    const { notes } = await run('nodejs20.x', 'app.handler', ['unknown', 'elsewhere'])
    expect(notes).toEqual([
      `layer '${arnOf('unknown')}' of 'nodejs20.x unknown,elsewhere' is not in the definition: what it brings is missing here`,
      `layer 'elsewhere' of 'nodejs20.x unknown,elsewhere' ('/etc') lies outside the folder of the definition: what it brings is missing here`,
    ])
  })
})
