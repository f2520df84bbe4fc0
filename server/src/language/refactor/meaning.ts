import type { Node } from '../../syntax/node.ts'
import { toValue } from '../../syntax/node.ts'

/** What a tree says, as text to compare: `A.B` and `[A, B]` are the same attribute. */
export function meaningOf(root: Node | undefined): string {
  return JSON.stringify(toValue(root), (name, value: unknown) =>
    name === 'Fn::GetAtt' && Array.isArray(value) && value.every(part => typeof part === 'string')
      ? value.join('.')
      : value,
  )
}
