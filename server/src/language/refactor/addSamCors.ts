import type { TextEdit } from '../../base/diagnostic.ts'
import { addProperty } from '../../syntax/edits.ts'
import type { Entry, Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, stringOf } from '../../syntax/node.ts'
import type { ResourceAt } from './chain.ts'
import { resourceNamed } from './chain.ts'
import { allowedHeaders, httpCors } from './corsTexts.ts'
import type { Refactoring } from './refactoring.ts'

/** How SAM's two kinds of APIs state CORS. */
const kinds = {
  Api: {
    property: 'Cors',
    // The methods are those of each path, which SAM knows.
    value: { AllowOrigin: "'*'", AllowHeaders: `'${allowedHeaders.join(',')}'` },
  },
  HttpApi: {
    property: 'CorsConfiguration',
    value: { AllowOrigins: httpCors.origins, AllowMethods: httpCors.methods, AllowHeaders: allowedHeaders },
  },
} as const

type Kind = keyof typeof kinds

/**
 * `Cors` of the API at a place of a SAM template, or of the one to which the event there belongs: for SAM's implicit APIs
 * it stands in `Globals`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
 */
export function addSamCors(
  document: SourceDocument,
  chain: readonly Entry[],
  resource: ResourceAt,
): Refactoring[] {
  const own = kindOf(resource.type.replace('AWS::Serverless::', ''))
  if (own) return toApi(document, resource, own)
  const at = chain.findIndex(({ name }) => name === 'Events')
  const event = at < 0 ? undefined : chain[at + 1]?.value
  const kind = kindOf(stringOf(childAt(event, 'Type')))
  if (!kind) return []
  const given = childAt(event, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId')
  const id = stringOf(given) ?? stringOf(childAt(given, 'Ref'))
  if (id === undefined) return given ? [] : toImplicitApi(document, kind)
  const api = resourceNamed(document, id)
  return api?.type === `AWS::Serverless::${kind}` ? toApi(document, api, kind) : []
}

function kindOf(type: string | undefined): Kind | undefined {
  return type === 'Api' || type === 'HttpApi' ? type : undefined
}

function toApi(document: SourceDocument, { id, node }: ResourceAt, kind: Kind): Refactoring[] {
  const { property, value } = kinds[kind]
  const properties = childAt(node, 'Properties')
  const isStated = [properties, childAt(document.root, 'Globals', kind)].some(each => entryOf(each, property))
  // SAM puts CORS into the document it deploys, which it cannot when that lies elsewhere.
  if (isStated || entryOf(properties, 'DefinitionUri')) return []
  const body = entryOf(properties, 'DefinitionBody')?.value
  if (body && !takesChanges(body, kind)) return []
  const last = entriesOf(properties).at(-1)
  const type = entryOf(node, 'Type')
  const edit =
    properties?.type === 'mapping' && last
      ? addProperty(properties, last, property, value)
      : properties || !type
        ? undefined
        : addProperty(node, type, 'Properties', { [property]: value })
  return offer(id, [edit, openPreflight(childAt(properties, 'Auth'), kind)])
}

/** SAM refuses to put anything into a document that states no paths or no version. */
function takesChanges(body: Node, kind: Kind): boolean {
  if (body.type !== 'mapping' || body.entries.some(({ name }) => name.startsWith('Fn::'))) return true
  const hasVersion = entryOf(body, 'openapi') ?? (kind === 'Api' ? entryOf(body, 'swagger') : undefined)
  return hasVersion !== undefined && entryOf(body, 'paths') !== undefined
}

/** Without it the default authorizer would ask the preflight, which brings no token, for one. */
function openPreflight(auth: Node | undefined, kind: Kind): TextEdit | undefined {
  const name = 'AddDefaultAuthorizerToCorsPreflight'
  const after = entryOf(auth, 'DefaultAuthorizer')
  if (kind !== 'Api' || auth?.type !== 'mapping' || !after || entryOf(auth, name)) return undefined
  return addProperty(auth, after, name, false)
}

function toImplicitApi({ root }: SourceDocument, kind: Kind): Refactoring[] {
  const { property, value } = kinds[kind]
  const globals = childAt(root, 'Globals')
  const shared = childAt(globals, kind)
  if (root?.type !== 'mapping' || entryOf(shared, property)) return []
  const id = kind === 'Api' ? 'ServerlessRestApi' : 'ServerlessHttpApi'
  const last = entriesOf(shared).at(-1)
  if (shared?.type === 'mapping' && last) return offer(id, [addProperty(shared, last, property, value)])
  const section = entriesOf(globals).at(-1)
  if (globals?.type === 'mapping' && section) {
    return shared ? [] : offer(id, [addProperty(globals, section, kind, { [property]: value })])
  }
  const transform = entryOf(root, 'Transform')
  if (globals || !transform) return []
  return offer(id, [addProperty(root, transform, 'Globals', { [kind]: { [property]: value } })])
}

/** The first edit is what it is about; the others go with it. */
function offer(id: string, [first, ...others]: readonly (TextEdit | undefined)[]): Refactoring[] {
  if (!first) return []
  return [
    {
      title: `Add CORS to '${id}'`,
      kind: 'refactor.rewrite',
      edits: [first, ...others].flatMap(edit => edit ?? []),
    },
  ]
}
