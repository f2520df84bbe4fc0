import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import type { Operation } from './openApiPaths.ts'
import type { SecurityScheme } from './openApiSecuritySchemes.ts'
import { child, known, list, textFact, textFacts } from './reader.ts'

/** Who may call an operation. */
export interface Security {
  readonly authorization: Authorization
  readonly apiKeyRequired?: Fact<boolean>
}

/**
 * Reads `security` of an operation, else of the document (an operation's own replaces it, also an empty list), and
 * `x-amazon-apigateway-auth`, which wins. Schemes that API Gateway has no counterpart for ask for nothing, as on import.
 */
export function readSecurity(
  document: OpenApiDocument,
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Security {
  const { reader, members } = document
  const own = entryOf(operation.node, 'security') ?? entryOf(document.root, 'security')
  const requirements = list(reader, own?.value).flatMap(node => members(node))
  let authorization: Authorization | undefined
  let apiKeyRequired: Fact<boolean> | undefined
  for (const { entry, value } of requirements) {
    const scheme = schemes.get(entry.name)
    if (scheme?.kind === 'apiKey') apiKeyRequired ??= known(true, originOfEntry(entry))
    else if (!scheme && entry.name === nobody) authorization ??= nobodyIn(entry)
    else if (scheme?.kind !== 'foreign') authorization ??= authorizationOf(document, entry, value, scheme)
  }
  const override = readAuth(document, operation.node)
  const none: Authorization = {
    origin: own ? originOfEntry(own) : operation.origin,
    type: 'NONE',
    scopes: [],
  }
  return {
    authorization: override ?? authorization ?? none,
    ...(apiKeyRequired ? { apiKeyRequired } : {}),
  }
}

// SAM writes `security: [{ NONE: [] }]` where an event switches the default authorizer off, without such a scheme:
// https://github.com/aws/serverless-application-model/blob/develop/samtranslator/swagger/swagger.py
const nobody = 'NONE'

function nobodyIn(entry: Entry): Authorization {
  const origin = originOfEntry(entry)
  return { origin, type: 'NONE', authorizer: known(entry.name, origin), scopes: [] }
}

function authorizationOf(
  document: OpenApiDocument,
  entry: Entry,
  scopes: Node,
  scheme: SecurityScheme | undefined,
): Authorization {
  const origin: Origin = originOfEntry(entry)
  if (scheme?.kind === 'iam') return { origin, type: 'AWS_IAM', scopes: [] }
  return {
    origin,
    // A name that no scheme has is reported by a rule, which finds it by `authorizer`.
    type: scheme?.authorizer ? authorizationType(scheme.authorizer) : 'UNKNOWN',
    authorizer: known(entry.name, origin),
    scopes: scopes.type === 'sequence' ? textFacts(document.reader, scopes) : [],
  }
}

function authorizationType(authorizer: Authorizer): Authorization['type'] {
  const type = valueOf(authorizer.type)
  if (type === 'TOKEN' || type === 'REQUEST') return 'CUSTOM'
  return type === 'COGNITO_USER_POOLS' || type === 'JWT' ? type : 'UNKNOWN'
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html */
function readAuth(document: OpenApiDocument, operation: Node): Authorization | undefined {
  const node = child(document.reader, operation, 'x-amazon-apigateway-auth')
  const type = textFact(document.reader, entryOf(node, 'type')?.value)
  if (!node || !type) return undefined
  const text = valueOf(type)?.toUpperCase()
  return {
    origin: originOf(node),
    type: text === 'NONE' || text === 'AWS_IAM' ? text : 'UNKNOWN',
    scopes: [],
  }
}
