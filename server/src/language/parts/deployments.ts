import type { TextEdit } from '../../base/diagnostic.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { childAt, documentOf, rangeOf } from '../../syntax/node.ts'
import { putItem } from '../../syntax/structureEdits.ts'

/** Has the deployments that name what they wait for wait for a new resource too: CloudFormation makes them in any order. */
export function awaitedBy(deployments: readonly { readonly entry: Entry }[], id: string): TextEdit[] {
  return deployments.flatMap(({ entry: { value } }) => {
    const waited = childAt(value, 'DependsOn')
    if (!waited || value.type !== 'mapping') return []
    const edit = waited.type === 'sequence' ? putItem(value, 'DependsOn', id) : asList(waited, id)
    return edit ? [edit] : []
  })
}

function asList(only: Node, id: string): TextEdit | undefined {
  const { file, text, language } = documentOf(only)
  const written = text.slice(only.start, only.end)
  if (only.type !== 'scalar' || written === '') return undefined
  const added = language === 'json' || only.style === 'double' ? JSON.stringify(id) : id
  return { file, range: rangeOf(only), newText: `[${written}, ${added}]` }
}
