import type { Fields } from '../base/headers.ts'
import { fieldValues, lastField } from '../base/headers.ts'
import { withField, withoutField } from './fieldMaps.ts'
import type { Incoming } from './incoming.ts'
import type { HttpResponse } from './messages.ts'
import { stableHex, stableId } from './stableId.ts'

/**
 * The address of the edge location, which stands behind the client's in `X-Forwarded-For`. It is of a network that
 * CloudFront announces, since what looks for CloudFront's addresses there should find one.
 */
export const edgeAddress = '15.158.0.1'

/**
 * The headers of a request to an edge-optimized endpoint as the distribution in front of it hands them on: recorded on AWS
 * (localstack/localstack test_lambda_aws_proxy_integration, and events in public issues). Where the client is, nobody
 * here can know: what it says itself by a `CloudFront-Viewer-…` header stands, which AWS would overwrite.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
export function edgeRequestHeaders(headers: Fields, incoming: Incoming): Fields {
  const { request } = incoming
  const device = deviceOf(lastField(headers, 'user-agent') ?? '')
  const added: Fields = [
    ['CloudFront-Forwarded-Proto', request.tls ? 'https' : 'http'],
    ['CloudFront-Is-Desktop-Viewer', String(device === 'desktop')],
    ['CloudFront-Is-Mobile-Viewer', String(device === 'mobile')],
    ['CloudFront-Is-SmartTV-Viewer', String(device === 'smartTv')],
    ['CloudFront-Is-Tablet-Viewer', String(device === 'tablet')],
    ['CloudFront-Viewer-ASN', lastField(headers, 'cloudfront-viewer-asn') ?? '16509'],
    ['CloudFront-Viewer-Country', lastField(headers, 'cloudfront-viewer-country') ?? 'US'],
    ['Via', [...fieldValues(headers, 'via'), viaOf(incoming)].join(', ')],
    ['X-Amz-Cf-Id', edgeRequestId(incoming)],
  ]
  const spelt = withSortedCookies(headers).map(
    ([name, value]) => [spellings.get(name.toLowerCase()) ?? name, value] as const,
  )
  return added.reduce((result: Fields, [name, value]) => withField(result, name, value), spelt)
}

/** An answer as it leaves the edge location: `X-Cache` and what names the way it took. */
export function edgeResponse(response: HttpResponse, incoming: Incoming): HttpResponse {
  const via = [...fieldValues(response.headers, 'via'), viaOf(incoming)].join(', ')
  const others = ['x-cache', 'via', 'x-amz-cf-id'].reduce(
    (headers: Fields, name) => withoutField(headers, name),
    response.headers,
  )
  return {
    ...response,
    headers: [
      ...others,
      ['X-Cache', `${response.status >= 400 ? 'Error' : 'Miss'} from cloudfront`],
      ['Via', via],
      ['X-Amz-Cf-Pop', 'IAD89-C1'],
      ['X-Amz-Cf-Id', edgeRequestId(incoming)],
    ],
  }
}

/** Names that the distribution writes in one way, whatever the client's spelling. */
const spellings: ReadonlyMap<string, string> = new Map(
  ['Accept', 'Accept-Language', 'Cookie', 'Referer'].map(name => [name.toLowerCase(), name]),
)

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
function withSortedCookies(headers: Fields): Fields {
  const cookies = fieldValues(headers, 'cookie').flatMap(line => line.split(/;\s*/).filter(Boolean))
  if (cookies.length < 2) return headers
  const nameOf = (cookie: string) => cookie.split('=')[0] ?? ''
  const sorted = cookies.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
  return withField(headers, 'Cookie', sorted.join('; '))
}

// One distribution stands before an API: its name in `Via` stays the same.
function viaOf({ domainPrefix }: Incoming): string {
  return `1.1 ${stableHex(`edge ${domainPrefix}`, 32)}.cloudfront.net (CloudFront)`
}

function edgeRequestId({ requestId }: Incoming): string {
  return `${stableId(requestId, 54)}==`
}

function deviceOf(userAgent: string): 'desktop' | 'mobile' | 'smartTv' | 'tablet' {
  if (/smart-?tv|hbbtv|appletv|googletv|netcast|webos|tizen.*tv|\bAFT[A-Z]/i.test(userAgent)) return 'smartTv'
  if (/ipad|tablet|android(?!.*mobile)|kindle|silk(?!.*mobile)/i.test(userAgent)) return 'tablet'
  return /mobi|iphone|ipod|android|blackberry|windows phone/i.test(userAgent) ? 'mobile' : 'desktop'
}
