import type { Arn } from '../arn.ts'
import type { ActionData } from '../actionData.ts'
import { patternsMeet } from '../wildcard.ts'

/** What the resource types say that an ARN may be one of. */
export interface ArnShapes {
  /** How many resource types fit the last field. */
  readonly count: number
  readonly regionKinds: FieldKinds
  readonly accountKinds: FieldKinds
  /** The last field of one type of the service, placeholders as `*`. */
  readonly example: string
}

interface FieldKinds {
  /** Some type leaves the field empty. */
  readonly empty: boolean
  /** Some type has a value there. */
  readonly given: boolean
}

/** The resource types that an ARN fits; undefined when nothing is known of its service's ARNs. */
export function arnShapes(data: ActionData, { service, resource }: Arn): ArnShapes | undefined {
  // Comparing two patterns takes the product of their lengths.
  if (resource.length > longestResource) return undefined
  const all = formatsOf(data, service)
  if (all.length === 0) return undefined
  const fitting = all.filter(format => patternsMeet(format.resource, resource))
  return {
    count: fitting.length,
    regionKinds: kindsOf(fitting.map(format => format.region)),
    accountKinds: kindsOf(fitting.map(format => format.account)),
    example: all[0]?.resource ?? '*',
  }
}

const longestResource = 600

type Format = Pick<Arn, 'region' | 'account' | 'resource'>

const known = new WeakMap<ActionData, Map<string, readonly Format[]>>()

function formatsOf(data: ActionData, service: string): readonly Format[] {
  const formats = known.get(data) ?? new Map<string, readonly Format[]>()
  known.set(data, formats)
  const found = formats.get(service) ?? collect(data, service)
  formats.set(service, found)
  return found
}

// A service's ARNs may stand under another prefix of actions.
function collect(data: ActionData, service: string): Format[] {
  const arns = data
    .arnOwners(service)
    .flatMap(prefix => data.service(prefix)?.resources ?? [])
    .flatMap(resource => resource.arns)
  return arns.flatMap(arn => {
    const [own = '', region = '', account = '', ...resource] = arn.split(':')
    return own === service ? [{ region, account, resource: resource.join(':') }] : []
  })
}

function kindsOf(values: readonly string[]): FieldKinds {
  return { empty: values.some(value => value === ''), given: values.some(value => value !== '') }
}
