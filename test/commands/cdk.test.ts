import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { findDefinitionFiles } from '../../server/src/io/definitionFiles.ts'
import { runProgram, serve } from './gatewayProgram.ts'

const folder = fileURLToPath(new URL('../fixtures/cdk', import.meta.url))

test("serve answers a request of each stack from the app's assets", async () => {
  const served = await serve(folder, ['cdk.out', '--port', '0'])
  try {
    await vi.waitFor(() => expect(served.output().stdout.match(/listening on/g)).toHaveLength(3))
    const { stdout } = served.output()
    const url = (id: string) => new RegExp(`listening on (\\S+) ${id}`).exec(stdout)?.[1] ?? ''
    expect(await (await fetch(`${url('Shop563325D0')}/books/7`)).json()).toEqual({
      id: '7',
      shelf: 'fiction',
    })
    expect(await (await fetch(`${url('Shop563325D0')}/reviews`)).text()).toBe('two reviews')
    expect((await fetch(`${url('PingApiCC4DAE33')}/`)).status).toBe(200)
  } finally {
    served.process.kill()
    await served.ended
  }
}, 20_000)

test.each(['cdk.out', 'cdk.out/manifest.json', 'cdk.out/Bookshop.template.json'])('invoke takes %s', name => {
  const { stdout } = runProgram(folder, 'invoke', name, '--api', 'Shop563325D0', 'GET', '/books/7')
  expect(stdout).toMatch(/^HTTP\/1\.1 200[^]*\{"id":"7","shelf":"fiction"\}/)
})

test('check of the folder checks its templates, check of the project leaves it out', () => {
  expect(runProgram(folder, 'check', 'cdk.out')).toMatchObject({
    status: 0,
    stdout: '1 file: 0 errors, 0 warnings, 0 notes\n',
  })
  expect(runProgram(folder, 'check', '.').stdout).toBe('0 files: 0 errors, 0 warnings, 0 notes\n')
})

test('the tree has the manifest in place of each template', () => {
  expect(findDefinitionFiles(folder)).toEqual([path.join(folder, 'cdk.out', 'manifest.json')])
})
