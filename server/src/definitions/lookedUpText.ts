import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { GivenValues } from './givenValues.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

/**
 * The value of a text in which something is looked up when it is deployed: dynamic references, and what `cdk synth` writes
 * before a lookup. Undefined for a text that stands for itself.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function lookedUpText(text: string, given: GivenValues): Outcome | undefined {
  const dummy = /dummy-value-for-(\S*)/.exec(text)
  if (dummy) return dummyValue(text, dummy[0], dummy[1] ?? '', given)
  if (!text.includes('{{resolve:')) return undefined
  let missing: string | undefined
  const filled = text.replace(/\{\{resolve:([^}]*)\}\}/g, (whole, reference: string) => {
    const value = referenceValue(reference, given)
    if (value === undefined) missing ??= reference
    return value ?? whole
  })
  if (missing !== undefined) return unknown(`'${missing}' is looked up in AWS`)
  return filled === text ? undefined : known(filled)
}

/** The Systems Manager parameter of a name, where the user gives it: with its version, else without. */
export function ssmValue(name: string, given: GivenValues): string | undefined {
  return given.ssm?.get(name) ?? given.ssm?.get(name.replace(/:\d+$/, ''))
}

/** One key of a secret, or all of its text. */
export function secretValue(id: string, key: string, given: GivenValues): string | undefined {
  const text = given.secrets?.get(id)
  if (text === undefined || key === '') return text
  const value: unknown = toValue(parseText('secret', text).root)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  const found = (value as Readonly<Record<string, unknown>>)[key]
  return typeof found === 'string' ? found : JSON.stringify(found)
}

function referenceValue(reference: string, given: GivenValues): string | undefined {
  const [, service, rest = ''] = /^([\w-]+):(.*)$/s.exec(reference) ?? []
  if (service === 'ssm' || service === 'ssm-secure') return ssmValue(rest, given)
  if (service !== 'secretsmanager') return undefined
  // The id may be an ARN with colons of its own.
  const [, id = rest, key = ''] = /^(.+?)(?::SecretString(?::([^:]*).*)?)?$/s.exec(rest) ?? []
  return secretValue(id, key, given)
}

// The CDK writes it in the place of an SSM parameter's value until the context is there.
function dummyValue(text: string, dummy: string, name: string, given: GivenValues): Outcome {
  const value = ssmValue(name, given)
  return value === undefined
    ? unknown(`'${name}' is looked up by the CDK; run 'cdk synth' with credentials or give it as 'ssm'`)
    : known(text.replace(dummy, () => value))
}
