import { StepFailure } from '../gatewayError.ts'
import type { Outgoing } from '../integrations/outgoing.ts'
import type { World } from '../world.ts'

/** Whether stub mode stands in for what a step failed to call: its backend does not exist on this machine. */
export function isStubbed(error: unknown, { stubs }: Pick<World, 'stubs'>): error is StepFailure {
  return stubs && error instanceof StepFailure && error.isAbsence
}

/** What was made for a backend; in stub mode, one that does not exist here is no reason to stop. */
export function orAbsent(prepare: () => Outgoing, world: Pick<World, 'stubs'>): Outgoing {
  try {
    return prepare()
  } catch (error) {
    if (isStubbed(error, world)) return { type: 'absent', why: error, template: undefined }
    throw error
  }
}
