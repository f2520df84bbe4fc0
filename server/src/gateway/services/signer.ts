import type { Integration } from '../../api/integration.ts'
import { withStageVariables } from '../integrationUri.ts'
import type { ServedApi } from '../servedApi.ts'
import type { ServiceRequest } from '../world.ts'

/** Whose credentials AWS would sign with, in words. */
export function signerOf(served: ServedApi, { credentials }: Integration): string {
  if (!credentials) return 'no `credentials` are set'
  if (!credentials.known) return 'the role of `credentials`'
  const { text } = withStageVariables(served, credentials.value)
  return /^arn:[\w-]+:iam::\*:user\/\*$/.test(text) ? "the caller's own credentials" : `role \`${text}\``
}

/** How AWS would sign a call, for the trace. */
export function signatureText({ signingName, region }: ServiceRequest, signer: string): string {
  return `; AWS signs it for \`${signingName}\` in \`${region}\`: ${signer}`
}
