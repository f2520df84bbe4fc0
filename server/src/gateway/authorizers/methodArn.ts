import { GatewayError } from '../gatewayError.ts'
import type { ServedApi } from '../servedApi.ts'
import type { PolicyCall } from './callContext.ts'

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE`: what the ARNs of a stage's methods and routes begin with. */
export function stageArn(served: ServedApi): string {
  const { region, accountId, apiId, stage } = served
  return `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${stage.name}`
}

/** Bytes; a longer ARN of a request is a 414. */
const longestArn = 1600

/**
 * The ARN of the method or route that a request calls, with its verb and its path as they were sent; the root's ends in a slash. Throws AWS's
 * answer to one that is too long.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function methodArnOf(call: PolicyCall & { readonly path: string }): string {
  const arn = `${stageArn(call.served)}/${call.incoming.request.method}${call.path}`
  const size = Buffer.byteLength(arn)
  if (size > longestArn) {
    throw new GatewayError(
      'REQUEST_TOO_LARGE',
      `the ARN of the method has ${size} bytes with this path, and an authorizer may get ${longestArn}`,
      { status: 414, message: 'Request URI too long' },
    )
  }
  return arn
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
