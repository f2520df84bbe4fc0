import type { Entry, Node, ScalarNode } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import type { Mention, SymbolKind } from './mention.ts'
import { mentionOf, symbolOf } from './mention.ts'
import { scopeMentions } from './openApiMentions.ts'

/** The names of a `serverless.yml`: its functions and the authorizers of its HTTP API. */
export function serverlessMentions(root: Node): Mention[] {
  const functions = entriesOf(childAt(root, 'functions'))
  const authorizers = entriesOf(childAt(root, 'provider', 'httpApi', 'authorizers'))
  return [
    ...functions.map(({ key }) => named('function', key, true, ['function'])),
    ...authorizers.flatMap(({ key, value }) => [
      named('authorizer', key, true, ['authorizer']),
      ...plain(childAt(value, 'functionName'), ['function']),
    ]),
    ...functions.flatMap(eventMentions),
  ]
}

function eventMentions({ value }: Entry): readonly Mention[] {
  return keep(value, eventMentions, () =>
    itemsOf(childAt(value, 'events')).flatMap(event =>
      entriesOf(event).flatMap(({ name, value: properties }) => {
        const authorizer = childAt(properties, 'authorizer')
        const kinds = name === 'httpApi' ? ['authorizer', 'function'] : ['function']
        const scopes = childAt(authorizer, 'scopes')
        return [
          ...plain(childAt(authorizer, 'name') ?? authorizer, kinds),
          ...(scopes ? scopeMentions(scopes) : []),
        ]
      }),
    ),
  )
}

/** Names of functions and authorizers are words; anything else is an ARN, a variable or a type such as `aws_iam`. */
function plain(node: Node | undefined, kinds: readonly string[]): Mention[] {
  const text = stringOf(node)
  if (node?.type !== 'scalar' || text === undefined || !/^[\w-]+$/.test(text) || /^aws_iam$/i.test(text))
    return []
  return [named(kinds[0] === 'authorizer' ? 'authorizer' : 'function', node, false, kinds)]
}

function named(
  kind: SymbolKind,
  node: ScalarNode,
  isDeclaration: boolean,
  kinds: readonly string[],
): Mention {
  const name = String(node.value)
  return mentionOf(kind, node, isDeclaration, ({ file }) => kinds.map(each => symbolOf(each, file, name)))
}
