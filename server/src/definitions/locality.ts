import type { Reader } from './reader.ts'

/** Region and account that the local values name. */
export interface Locality {
  readonly region: string
  readonly accountId: string
}

/** The account and region asked for, else AWS's example account in us-east-1. */
export function localityOf(reader: Reader): Locality {
  return {
    region: reader.options.region ?? 'us-east-1',
    accountId: reader.options.accountId ?? '123456789012',
  }
}
