/** The six fields of an Amazon Resource Name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  /** The rest, colons included. */
  readonly resource: string
}

/** The fields of an ARN with all six; colons inside of `${…}` separate nothing. */
export function readArn(text: string): Arn | undefined {
  const fields = arnFields(text)
  const [prefix, partition, service, region, account, resource] = fields
  if (prefix !== 'arn' || resource === undefined) return undefined
  return {
    partition: partition ?? '',
    service: service ?? '',
    region: region ?? '',
    account: account ?? '',
    resource,
  }
}

/** The fields as far as they are there, at most six. */
export function arnFields(text: string): string[] {
  const fields: string[] = []
  let start = 0
  let inVariable = false
  for (let at = 0; at < text.length && fields.length < 5; at++) {
    const character = text[at]
    if (character === '$' && text[at + 1] === '{') inVariable = true
    else if (character === '}') inVariable = false
    else if (character === ':' && !inVariable) {
      fields.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...fields, text.slice(start)]
}
