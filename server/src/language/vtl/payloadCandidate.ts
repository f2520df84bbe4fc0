import type { Candidate } from './candidate.ts'
import type { PayloadMember } from './payloadSchema.ts'
import { describePayload, typeText } from './payloadSchema.ts'

/** A member of the payload that a model names. */
export function payloadCandidate({ name, isRequired, value }: PayloadMember): Candidate {
  return {
    name,
    kind: 'field',
    detail: [typeText(value) ?? '', isRequired ? 'required' : ''].filter(each => each !== '').join(', '),
    documentation: [describePayload(value), `From the model \`${value.source.model.name}\`.`]
      .filter(each => each !== '')
      .join('\n\n'),
    rank: 0,
    payload: value,
  }
}

/** Whether a name can stand behind a dot. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name)
}
