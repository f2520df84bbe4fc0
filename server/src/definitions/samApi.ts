import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import { known } from './reader.ts'

/** An API to read: a resource of the template, or the implicit one that SAM makes for events. */
export interface SamApi {
  readonly id: string
  readonly type: string
  readonly origin: Origin
  readonly properties: Properties
  /** Undefined on the implicit API. */
  readonly stageName?: Fact<string>
}

/** The name of a SAM API's stage; that of an implicit REST API is `Prod`, of an HTTP API without one `$default`. */
export function samStageName({ type, origin, stageName }: SamApi): Fact<string> {
  return stageName ?? known(type === 'AWS::Serverless::Api' ? 'Prod' : '$default', origin)
}
