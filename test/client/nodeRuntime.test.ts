import { describe, expect, it } from 'vitest'
import { askVersion, findNode } from '../../client/src/nodeRuntime.ts'
import { NodeUnusable } from '../../client/src/nodeUnusable.ts'

const editor = { command: '/opt/code/code', version: '22.15.1' }
const installed = (versions: Readonly<Record<string, string>>) => async (command: string) => versions[command]

describe('the Node.js that runs the gateway', () => {
  it('is the one on the PATH', async () => {
    expect(await findNode('', editor, installed({ node: '20.11.0' }))).toEqual({
      command: 'node',
      env: {},
      version: '20.11.0',
      origin: 'path',
    })
  })

  it.each([{}, { node: '18.20.4' }])("is the editor's own when the PATH has %j", async versions => {
    expect(await findNode('', editor, installed(versions))).toEqual({
      command: '/opt/code/code',
      env: { ELECTRON_RUN_AS_NODE: '1' },
      version: '22.15.1',
      origin: 'editor',
    })
  })

  it("is the setting's, before all others", async () => {
    const found = await findNode(
      '/opt/node24',
      editor,
      installed({ node: '20.11.0', '/opt/node24': '24.1.0' }),
    )
    expect(found).toMatchObject({ command: '/opt/node24', origin: 'setting' })
  })

  it.each([[{}], [{ '/opt/old': '18.0.0' }]])(
    'is never silently another than the setting names: %j',
    async versions => {
      await expect(findNode('/opt/old', editor, installed({ node: '22.0.0', ...versions }))).rejects.toThrow(
        NodeUnusable,
      )
    },
  )

  it('is asked by starting it', async () => {
    expect(await askVersion(process.execPath)).toBe(process.versions.node)
    expect(await askVersion('no-such-program-of-gatehouse')).toBeUndefined()
  })
})
