import type { TlsConfig } from '../api/integration.ts'
import type { Properties } from './properties.ts'
import { defined } from './defined.ts'

/** The TLS configuration of an integration, in the spelling of CloudFormation or of an OpenAPI document. */
export function readTlsConfig(
  integration: Properties,
  name: 'TlsConfig' | 'tlsConfig',
): TlsConfig | undefined {
  const origin = integration.origin(name)
  const config = integration.inner(name)
  if (!origin || config.node?.type !== 'mapping') return undefined
  return {
    origin,
    ...defined({
      insecureSkipVerification:
        config.boolean('InsecureSkipVerification') ?? config.boolean('insecureSkipVerification'),
      serverNameToVerify: config.text('ServerNameToVerify') ?? config.text('serverNameToVerify'),
    }),
  }
}
