import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runProgram, serve } from './gatewayProgram.ts'

const folder = fileURLToPath(new URL('../fixtures/terraform', import.meta.url))

test('serve answers a request of a plan with the code its zip is packed from', async () => {
  const args = ['plan.json', '--api', 'aws_api_gateway_rest_api.shop', '--port', '0']
  const served = await serve(folder, args)
  try {
    expect(await (await fetch(`${served.url}/books/7`)).json()).toEqual({ id: '7', shelf: 'fiction' })
    const posted = await fetch(`${served.url}/books`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'ann' },
      body: '{}',
    })
    expect([posted.status, await posted.text()]).toEqual([201, '{"kept": true}'])
  } finally {
    served.process.kill()
    await served.ended
  }
}, 20_000)

test('check of a project finds its plan', () => {
  const { status, stdout } = runProgram(folder, 'check', '.')
  expect(status).toBe(0)
  expect(stdout).toContain('1 file: 0 errors, 0 warnings')
})
