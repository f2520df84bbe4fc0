/**
 * The key of the long form that a CloudFormation short tag stands for: `!Sub` is `Fn::Sub`; undefined for another tag.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function longFormOf(tag: string): string | undefined {
  const name = tag.slice(1)
  if (!tag.startsWith('!')) return undefined
  if (name === 'Ref' || name === 'Condition') return name
  return functionNames.has(name) ? `Fn::${name}` : undefined
}

const functionNames: ReadonlySet<string> = new Set([
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
])

/** The short tag of a long form: `Fn::Sub` is `!Sub`; undefined for a name that has none. */
export function shortFormOf(name: string): string | undefined {
  const tag = `!${name.replace(/^Fn::/, '')}`
  return longFormOf(tag) === name ? tag : undefined
}
