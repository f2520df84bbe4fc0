import { NotEmulatedError } from '../gatewayError.ts'
import type { ServiceRequest } from '../world.ts'

/** Nothing on this machine answers for a service: what the user can do about it. */
export function nobodyAnswers({ service, action, route }: ServiceRequest): NotEmulatedError {
  const name = action === undefined ? route : `${service}:${action}`
  return new NotEmulatedError(
    'aws-service',
    `nothing on this machine answers for AWS's \`${service}\`: name an emulator with \`--endpoint ${service}=URL\`, or give an answer to \`${name}\` in a file with \`--canned FILE\``,
  )
}
