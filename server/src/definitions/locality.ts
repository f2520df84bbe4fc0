import type { Reader } from './reader.ts'
import { defined } from './defined.ts'

/** Region and account that the local values name. */
export interface Locality {
  readonly region: string
  readonly accountId: string
  /** Of a stack among others; unset for a template that stands alone. */
  readonly stackName?: string
}

/** The account and region asked for, else AWS's example account in us-east-1. */
export function localityOf(reader: Reader): Locality {
  return {
    region: reader.options.region ?? 'us-east-1',
    accountId: reader.options.accountId ?? '123456789012',
    ...defined({ stackName: reader.options.stackName }),
  }
}
