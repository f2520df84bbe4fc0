import { expect, it } from 'vitest'
import { exampleIdentities } from '../../client/src/exampleIdentities.ts'
import { readIdentities, readIdentitiesText } from '../../server/src/gateway/access/readIdentities.ts'
import { emptyDefinition } from '../../server/src/commands/emptyDefinition.ts'

it('the example of an identities file is one, with a caller of each kind', () => {
  const identities = readIdentities(readIdentitiesText('who.json', exampleIdentities), emptyDefinition)
  if (typeof identities === 'string') throw new Error(identities)
  expect(identities.map(({ name }) => name)).toEqual(['ann', 'reader', 'batch', 'partner', 'shop', 'office'])
})
