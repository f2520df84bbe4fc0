import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from '../../server/src/commands/lspSettings.ts'
import { diskFiles } from '../../server/src/io/files.ts'

const host = { files: diskFiles, environment: new Map([['STAGE', 'dev']]), runsGateways: true }

it('takes parameters and their files as a gateway that the extension starts does', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-settings-'))
  writeFileSync(path.join(folder, 'local.json'), '{}')
  const gateway = { parameters: { Stage: 'dev' }, parametersFiles: ['local.json', 3] }
  const { given } = readSettings({ gateway }, ['/nowhere', folder], host)
  rmSync(folder, { recursive: true })
  expect([...(given.parameters ?? [])]).toEqual([['Stage', 'dev']])
  expect(given.parametersFiles).toEqual([path.join(folder, 'local.json')])
  expect(given.environment?.get('STAGE')).toBe('dev')
})

it('passes over what makes no sense', () => {
  const { given, exclude, codeLens } = readSettings({ gateway: null, definitions: 3, codeLens: [] }, [], host)
  expect([given.parametersFiles, exclude, codeLens, given.parameters?.size]).toEqual([undefined, [], true, 0])
})

it('knows each extension that the settings can name', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, { enum?: string[] }> } }
  }
  const named = contributes.configuration.properties['gatehouse.validation.deferTo']?.enum ?? []
  expect(named).toContain('redhat.vscode-yaml')
  for (const deferTo of named) {
    expect(readSettings({ validation: { deferTo } }, [], host).deferTo).toBe(deferTo)
  }
})
