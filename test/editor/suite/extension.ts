import * as assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import * as vscode from 'vscode'
import { diagnosticsOf, eventually, open } from './editor.ts'

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] }
  /** VS Code's own mark; `context.extensionMode` is Production when it is false. */
  readonly isUnderDevelopment: boolean
}

function gatehouse(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('gatehouse.gatehouse')
  assert.ok(extension, 'gatehouse.gatehouse is not installed')
  return extension
}

function manifest(): Manifest {
  // VS Code types the manifest as any.
  return gatehouse().packageJSON as Manifest
}

describe('The installed extension', () => {
  it('is the packed one', () => {
    const { extensionPath } = gatehouse()
    const extensions = process.env['GATEHOUSE_TEST_EXTENSIONS']
    assert.ok(extensions, 'GATEHOUSE_TEST_EXTENSIONS does not say where extensions are installed')
    assert.ok(extensionPath.startsWith(extensions), `it was loaded from ${extensionPath}`)
    assert.equal(manifest().isUnderDevelopment, false)
    assert.ok(existsSync(join(extensionPath, 'dist', 'gatehouse.js')))
    for (const name of ['client', 'server', 'test', 'node_modules']) {
      assert.ok(!existsSync(join(extensionPath, name)), `the package holds '${name}'`)
    }
  })

  it('is silent on a YAML file that is no gateway', async () => {
    const { document } = await open('foreign/compose.yaml')
    // Once the template is marked, the server has had time for this one too.
    const template = await open('template.yaml')
    await eventually('the extension is active', () => gatehouse().isActive)
    await eventually('the template is read', async () => (await symbolsOf(template.document.uri)).length > 0)
    assert.deepEqual(diagnosticsOf(document.uri), [])
    assert.equal((await lensesOf(document.uri)).length, 0)
    assert.equal((await symbolsOf(document.uri)).length, 0)
  })

  it('is active once a definition is open, in a trusted folder', async () => {
    await open('template.yaml')
    await eventually('the extension is active', () => gatehouse().isActive)
    assert.ok(vscode.workspace.isTrusted)
  })

  it('registers every command that its manifest names', async () => {
    await gatehouse().activate()
    const registered = new Set(await vscode.commands.getCommands(true))
    const named = manifest().contributes.commands.map(({ command }) => command)
    assert.ok(named.includes('gatehouse.invoke') && named.includes('gatehouse.startGateway'))
    assert.deepEqual(
      named.filter(command => !registered.has(command)),
      [],
    )
  })
})

async function symbolsOf(uri: vscode.Uri): Promise<unknown[]> {
  const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  )
  return symbols ?? []
}

async function lensesOf(uri: vscode.Uri): Promise<unknown[]> {
  const lenses = await vscode.commands.executeCommand<unknown[] | undefined>(
    'vscode.executeCodeLensProvider',
    uri,
  )
  return lenses ?? []
}
