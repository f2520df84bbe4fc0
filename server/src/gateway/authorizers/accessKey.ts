import type { Identity } from '../access/identity.ts'
import { stableId } from '../stableId.ts'

/** The access key an identity signs with: as stated, else made from its name. */
export function accessKeyOf({ accessKeyId, name }: Identity): string {
  return accessKeyId ?? `AKIA${stableId(name, 16).toUpperCase()}`
}
