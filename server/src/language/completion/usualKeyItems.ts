import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { entriesOf } from '../../syntax/node.ts'
import { nodeAtSite } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import type { Draft } from './draft.ts'
import { keyItem } from './proposal.ts'

/** A key that schemas cannot list, since any text may stand there. */
interface UsualKey {
  readonly name: string
  readonly what: string
}

const statusCodes: readonly UsualKey[] = [
  { name: '200', what: 'OK' },
  { name: '201', what: 'Created' },
  { name: '202', what: 'Accepted' },
  { name: '204', what: 'No content' },
  { name: '301', what: 'Moved permanently' },
  { name: '302', what: 'Found' },
  { name: '304', what: 'Not modified' },
  { name: '400', what: 'Bad request' },
  { name: '401', what: 'Unauthorized' },
  { name: '403', what: 'Forbidden' },
  { name: '404', what: 'Not found' },
  { name: '409', what: 'Conflict' },
  { name: '429', what: 'Too many requests' },
  { name: '500', what: 'Internal server error' },
  { name: '502', what: 'Bad gateway' },
  { name: '503', what: 'Service unavailable' },
  { name: '504', what: 'Gateway timeout' },
]

const mediaTypes: readonly UsualKey[] = [
  { name: 'application/json', what: 'JSON' },
  { name: 'application/x-www-form-urlencoded', what: 'Fields of a form' },
  { name: 'multipart/form-data', what: 'Fields and files of a form' },
  { name: 'application/xml', what: 'XML' },
  { name: 'text/plain', what: 'Text' },
  { name: 'text/html', what: 'A page' },
  { name: 'application/octet-stream', what: 'Bytes' },
]

/** What the backend said: its status code, or the error message of a Lambda function. */
const selectionPatterns: readonly UsualKey[] = [
  { name: 'default', what: 'Every answer that no other entry takes' },
  { name: '2\\d{2}', what: 'Status codes of success' },
  { name: '4\\d{2}', what: 'Status codes of refusals' },
  { name: '5\\d{2}', what: 'Status codes of faults' },
  {
    name: '.*Error.*',
    what: 'Error messages of a Lambda function; the pattern must match the whole message',
  },
]

/** Status codes, media types and patterns where they are the keys of a mapping. */
export const usualKeyItems: Provider = context => {
  const { site } = context
  const found = site.mode === 'key' ? keysFor(context) : undefined
  if (!found) return []
  const there = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return found.keys
    .filter(({ name }) => !there.has(name))
    .map(({ name, what }, index): CompletionItem =>
      keyItem(site, {
        label: name,
        detail: what,
        draft: found.draft,
        sort: `1${String(index).padStart(2, '0')}`,
        kind: CompletionItemKind.Value,
      }),
    )
}

function keysFor(
  context: CompletionContext,
): { readonly keys: readonly UsualKey[]; readonly draft: Draft } | undefined {
  const { place, openApi, resource } = context
  const last = String(place.at(-1) ?? '')
  const text: Draft = { parts: [{ stop: 1, text: '' }] }
  const mapping: Draft = { members: [] }
  if (openApi) {
    if (last === 'content') return { keys: mediaTypes, draft: mapping }
    if (last === 'requestTemplates' || last === 'responseTemplates') return { keys: mediaTypes, draft: text }
    if (last !== 'responses') return undefined
    const isIntegration = String(place.at(-2)).startsWith('x-amazon-apigateway-integration')
    return isIntegration ? { keys: selectionPatterns, draft: mapping } : { keys: statusCodes, draft: mapping }
  }
  const isOfGateway = /^AWS::ApiGateway(V2)?::/.test(resource?.type ?? '')
  if (!isOfGateway || !/^(Request|Response)(Templates|Models)$/.test(last)) return undefined
  const isWebSocket = resource?.type.startsWith('AWS::ApiGatewayV2::')
  const fallback = {
    name: '$default',
    what: 'What is used where the selection expression gives no other key',
  }
  return { keys: isWebSocket ? [fallback, ...mediaTypes] : mediaTypes, draft: text }
}
