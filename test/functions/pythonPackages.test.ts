import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LayerVersion } from '../../server/src/api/lambdaFunction.ts'
import { fidelity } from '../support/fidelity.ts'
import { zipOf } from '../support/zip.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'

// A package index is not reached here: the one dependency is a wheel that this file makes.
const wheelName = 'shop_words-1.2-py3-none-any.whl'
const wheel = zipOf([
  { name: 'shop_words/__init__.py', text: `from .more import shout\n` },
  { name: 'shop_words/more.py', text: `def shout(text):\n    return text.upper() + '!'\n` },
  {
    name: 'shop_words-1.2.dist-info/METADATA',
    text: 'Metadata-Version: 2.1\nName: shop-words\nVersion: 1.2\n',
  },
  {
    name: 'shop_words-1.2.dist-info/WHEEL',
    text: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  },
  { name: 'shop_words-1.2.dist-info/RECORD', text: '' },
])
const app = `import importlib.metadata, os, sys
from shop_words import shout
import shop_words

def handler(event, context):
    found = os.path.relpath(os.path.dirname(shop_words.__file__), os.environ['LAMBDA_TASK_ROOT'])
    return {'said': shout(event['name']), 'version': importlib.metadata.version('shop-words'), 'found': found}
`
const files = {
  'built/app.py': app,
  'venv/app.py': app,
  'vendored/app.py': `import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), 'vendor'))\n${app}`,
  'layered/app.py': app,
  'without/app.py': app,
}

let bench: Bench
const layers: LayerVersion[] = []
beforeAll(async () => {
  bench = await openBench(files, { layers: () => layers })
  const python = path.join(bench.folder, 'venv/.venv/bin/python3')
  execFileSync('python3', ['-m', 'venv', '--without-pip', path.join(bench.folder, 'venv/.venv')])
  const packages = execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
  writeFileSync(path.join(bench.folder, wheelName), wheel)
  // A wheel is an archive of what belongs into the folder of packages: installing one is unpacking it.
  for (const folder of ['built', 'vendored/vendor', 'layer/python', packages.toString().trim()]) {
    const target = path.resolve(bench.folder, folder)
    mkdirSync(target, { recursive: true })
    execFileSync('python3', ['-m', 'zipfile', '-e', path.join(bench.folder, wheelName), target])
  }
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:layer:words:1'
  const content = fact(path.join(bench.folder, 'layer'))
  layers.push({ id: 'words', origin: fact(0).origin, name: 'words', arn, content, compatibleRuntimes: [] })
})
afterAll(() => bench.close())

function run(folder: string) {
  const more = {
    id: folder,
    runtime: fact('python3.11'),
    layers: folder === 'layered' ? layers.map(({ arn }) => fact(arn)) : [],
  }
  return bench.invoke(lambda(path.join(bench.folder, folder), 'app.handler', more), {
    event: '{"name":"ada"}',
  })
}

describe('the dependencies of a Python handler', () => {
  fidelity(
    'Functions',
    'Python: dependencies in the build, a virtual environment, a vendored folder and a layer',
    {
      by: 'documentation',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/python-package.html',
    },
  )

  test.each([
    ['built', 'a wheel installed beside it, as sam build does', 'shop_words'],
    ['venv', 'a virtual environment', /^\.venv\/lib\/python3\.\d+\/site-packages\/shop_words$/],
    ['vendored', 'a folder that the handler adds to its path', 'vendor/shop_words'],
    ['layered', 'a layer', '../layer/python/shop_words'],
  ])('%s: found in %s', async (folder, _how, found) => {
    const { type, payload } = await run(folder)
    const place: unknown = typeof found === 'string' ? found : expect.stringMatching(found)
    expect([type, JSON.parse(payload)]).toEqual(['success', { said: 'ADA!', version: '1.2', found: place }])
  })

  test('one that is not there is Lambda’s error', async () => {
    expect(await run('without')).toMatchObject({
      cause: 'init',
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Unable to import module 'app': No module named 'shop_words'",
    })
  })
})
