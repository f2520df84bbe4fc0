import type { AccessAnswer, AccessMatrix } from '../../../server/src/protocol/access.ts'
import type { WhoOptions } from '../../../server/src/gateway/access/whoMayCall.ts'
import type { ReadOptions } from '../../../server/src/definitions/definitionResult.ts'
import { readIdentities } from '../../../server/src/gateway/access/readIdentities.ts'
import { whoMayCall } from '../../../server/src/gateway/access/whoMayCall.ts'
import { readPolicyJson } from '../../../server/src/policy/readJson.ts'
import { readTemplateText } from '../../support/readDefinition.ts'

/** A matrix and a way to read it. */
export interface Asked {
  readonly matrix: AccessMatrix
  /** The answer for `GET /books` and a column. */
  readonly answer: (label: string, identity: string) => AccessAnswer
  /** `yes`, the status, or `? WORD`. */
  readonly cell: (label: string, identity: string) => string
  /** Every column of a row. */
  readonly row: (label: string) => Record<string, string>
}

/** Asks for the first API of a text; `identities` are those of an identity file. */
export function ask(
  text: string,
  options: WhoOptions & { readonly json?: unknown } = {},
  read: ReadOptions = {},
): Asked {
  const { definition } = readTemplateText(text, {}, read)
  const [api] = definition.apis
  if (!api) throw new Error('no API')
  const { json, ...rest } = options
  const identities =
    json === undefined
      ? []
      : readIdentities(readPolicyJson('/project/identities.json', JSON.stringify(json)), definition)
  if (typeof identities === 'string') throw new Error(identities)
  const matrix = whoMayCall(definition, api, { ...rest, identities })
  const rowOf = (label: string) => {
    const route = matrix.routes.find(({ method, path }) => `${method} ${path}`.trim() === label)
    if (!route) throw new Error(`no route ${label}`)
    return route
  }
  const answer = (label: string, identity: string) => {
    const column = matrix.identities.findIndex(({ name }) => name === identity)
    const found = matrix.answers[rowOf(label).answers[column] ?? -1]
    if (!found)
      throw new Error(`no ${identity} among ${matrix.identities.map(({ name }) => name).join(', ')}`)
    return found
  }
  const cell = (label: string, identity: string) => cellOf(answer(label, identity))
  return {
    matrix,
    answer,
    cell,
    row: label => Object.fromEntries(matrix.identities.map(({ name }) => [name, cell(label, name)])),
  }
}

function cellOf({ verdict, word }: AccessAnswer): string {
  return verdict === 'allowed' ? 'yes' : verdict === 'refused' ? word : `? ${word}`
}
