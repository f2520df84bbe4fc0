import type { Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { ApiEvent } from './samEvents.ts'
import type { SamApi } from './samApi.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { entryOf } from '../syntax/node.ts'

const eventPage =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html'
const apiPage =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html'

const corsPage =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html'
const endpointPage =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-endpointconfiguration.html'

/** Reports what SAM refuses to transform and what the Api that we make of it does not show any more. */
export function checkSam(template: Template, apis: readonly SamApi[], events: readonly ApiEvent[]): void {
  for (const event of events) checkApiId(template, event)
  for (const event of events) {
    const api = apis.find(candidate => candidate.id === event.apiId)
    if (api) checkEventAuth(template, event, api)
  }
  for (const api of apis) {
    if (api.type === 'AWS::Serverless::Api') checkRestApi(template, api)
  }
}

// SAM looks the API up by its logical id before CloudFormation resolves anything.
function checkApiId(template: Template, { kind, properties }: ApiEvent): void {
  const name = kind === 'rest' ? 'RestApiId' : 'ApiId'
  const node: Node | undefined = entryOf(properties.node, name)?.value
  const call = intrinsicOf(node)
  const origin = properties.origin(name)
  if (!call || !origin || call.name === 'Ref') return
  const what = `'${name}' is made by '${call.name}', which SAM cannot look up`
  report(template, origin, `${what}; name an API of this template with 'Ref'`, eventPage)
}

function checkEventAuth(template: Template, { kind, properties }: ApiEvent, api: SamApi): void {
  const auth = properties.inner('Auth')
  const apiAuth = api.properties.inner('Auth')
  const authorizer = auth.text('Authorizer')
  const origin = auth.origin('Authorizer')
  if (authorizer?.known && authorizer.value === 'NONE' && origin && !apiAuth.text('DefaultAuthorizer')) {
    const what = `'NONE' switches a default authorizer off, but API '${api.id}' has none, so SAM refuses it`
    report(template, origin, `${what}; remove it or set 'DefaultAuthorizer' on the API`, eventPage)
  }
  const key = auth.boolean('ApiKeyRequired')
  const keyOrigin = auth.origin('ApiKeyRequired')
  if (kind === 'rest' && key?.known && !key.value && keyOrigin && !apiAuth.boolean('ApiKeyRequired')) {
    const what = `'ApiKeyRequired: false' switches the API's own setting off, but API '${api.id}' has none`
    report(template, keyOrigin, `${what}, so SAM refuses it; remove it`, eventPage)
  }
}

function checkRestApi(template: Template, { properties }: SamApi): void {
  const body = properties.origin('DefinitionBody')
  const given = properties.origin('DefinitionUri')
  // SAM gives an API without a document an empty one before it looks at `Globals`.
  const uri = given?.pointer.startsWith('/Globals/') ? undefined : given
  if (body && uri) {
    report(template, uri, "'DefinitionUri' and 'DefinitionBody' exclude each other; remove one", apiPage)
  } else if (uri) {
    for (const name of ['Cors', 'Auth', 'Models', 'GatewayResponses']) {
      const origin = properties.origin(name)
      const isOff = valueOf(properties.boolean(name)) === false
      if (!origin || isOff || !properties.value(name)) continue
      const what = `SAM cannot put '${name}' into the document of 'DefinitionUri' and refuses it`
      report(template, origin, `${what}; use 'DefinitionBody' with 'AWS::Include'`, apiPage)
    }
  }
  checkEndpoint(template, properties)
  const cors = properties.inner('Cors')
  const allowOrigin = cors.text('AllowOrigin')
  if (allowOrigin?.known && allowOrigin.value === '' && cors.node?.type === 'mapping') {
    const what = "'AllowOrigin' is empty, and SAM refuses CORS without an origin"
    report(template, allowOrigin.origin, `${what}; write one in quotes, as "'*'"`, corsPage)
  }
  const credentials = cors.boolean('AllowCredentials')
  const allowed = cors.text('AllowOrigin')
  const isEvery = !allowed || (allowed.known && allowed.value === "'*'")
  const origin = cors.origin('AllowCredentials')
  if (cors.node?.type === 'mapping' && credentials?.known && credentials.value && isEvery && origin) {
    const what = "'AllowCredentials' with every origin allowed is refused by SAM and by browsers"
    report(template, origin, `${what}; set 'AllowOrigin' to one origin`, apiPage)
  }
}

function checkEndpoint(template: Template, properties: Properties): void {
  const endpoint = properties.inner('EndpointConfiguration')
  const origin = endpoint.origin('VpcEndpointIds')
  if (!origin || !endpoint.value('VPCEndpointIds')) return
  const what = "'VPCEndpointIds' and 'VpcEndpointIds' are the same, and SAM refuses both together"
  report(template, origin, `${what}; put the ids into one list`, endpointPage)
}

function report({ reader }: Template, origin: Origin, message: string, documentation: string): void {
  const { file, range } = origin
  reader.report({ code: 'sam-refused', severity: 'error', file, range, message, documentation })
}
