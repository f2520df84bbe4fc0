import { StepFailure } from '../gatewayError.ts'
import type { World } from '../world.ts'

/** Whether stub mode stands in for what a step failed to call: its backend does not exist on this machine. */
export function isStubbed(error: unknown, { stubs }: Pick<World, 'stubs'>): error is StepFailure {
  return stubs && error instanceof StepFailure && error.isAbsence
}
