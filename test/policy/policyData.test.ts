import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { buildPolicyData, policyDataPackage } from '../../scripts/policyData.mjs'
import { loadActionData } from '../../server/src/io/policyData.ts'
import { actionData } from './policyCase.ts'

it('reads packed services without case, and only what they hold', () => {
  const service = actionData.service('EXECUTE-API')
  expect(service?.actions.get('invoke')).toMatchObject({ name: 'Invoke', keys: ['execute-api:viaDomainArn'] })
  expect(service?.keys).toEqual([
    { name: 'execute-api:viaDomainArn', place: 0, type: 'Arn', isMultivalued: false },
  ])
  expect(actionData.service('none')).toBeUndefined()
  expect([actionData.isKeyPrefix('saml'), actionData.isKeyPrefix('agent.a.example')]).toEqual([true, true])
})

it('is undefined where the build packed nothing', () => {
  expect(loadActionData(path.join(os.tmpdir(), 'gatehouse-none'))).toBeUndefined()
})

// Compressing takes seconds; without the package there is nothing to compress.
it.skipIf(policyDataPackage() === undefined)(
  'keeps to its sizes and loads quickly',
  { timeout: 60_000 },
  () => {
    const out = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-policy-data-'))
    try {
      const sizes = buildPolicyData({ out })
      expect(sizes?.index).toBeLessThan(200_000)
      expect(sizes?.descriptions).toBeLessThan(250_000)
      expect(loadActionData(out)?.service('execute-api')?.actions.has('manageconnections')).toBe(true)
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  },
)
