import type { Fact, Origin } from '../base/origin.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html; a function URL has the same. */
export interface CorsConfiguration {
  readonly origin: Origin
  readonly allowOrigins: readonly Fact<string>[]
  readonly allowMethods: readonly Fact<string>[]
  readonly allowHeaders: readonly Fact<string>[]
  readonly exposeHeaders: readonly Fact<string>[]
  readonly allowCredentials?: Fact<boolean>
  /** Seconds. */
  readonly maxAge?: Fact<number>
}
