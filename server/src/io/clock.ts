import { randomUUID } from 'node:crypto'
import type { World } from '../gateway/world.ts'

/** This machine's time and randomness, as the gateway asks for them. */
export const systemClock: Pick<World, 'now' | 'clock' | 'id'> = {
  now: () => Date.now(),
  clock: () => performance.now(),
  id: () => randomUUID(),
}
