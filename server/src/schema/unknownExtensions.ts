import type { Diagnostic } from '../base/diagnostic.ts'
import type { Entry, Node } from '../syntax/node.ts'
import type { JsonSchema } from './jsonSchema.ts'
import { nearestName } from '../base/nearestName.ts'
import { replaceScalar } from '../syntax/edits.ts'
import { documentOf, rangeOf } from '../syntax/node.ts'
import { schemaAt } from './jsonSchema.ts'

const overview =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html'
let known: ReadonlySet<string> | undefined

/** Warns of keys that begin like an API Gateway extension but are none: API Gateway passes over them in silence. `pruned` is looked at elsewhere. */
export function unknownExtensions(root: Node, pruned: ReadonlySet<Node>): Diagnostic[] {
  const found: Diagnostic[] = []
  const visit = (node: Node): void => {
    if (node.type === 'sequence') node.items.forEach(visit)
    if (node.type !== 'mapping') return
    for (const entry of node.entries) {
      if (isExtension(entry.name)) found.push(...unknownExtension(entry))
      if (!pruned.has(entry.value)) visit(entry.value)
    }
  }
  visit(root)
  return found
}

// Every key of a document is asked about: most are told by their first letter.
function isExtension(name: string): boolean {
  return (name.startsWith('x') || name.startsWith('X')) && /^x-amaz(on)?-?apigateway|^x-amazon-/i.test(name)
}

function unknownExtension({ key, name }: Entry): Diagnostic[] {
  known ??= new Set([...extensionNames(), 'x-amazon-apigateway-any-method'])
  if (known.has(name)) return []
  const nearest = nearestName(name, known)
  const advice = nearest === undefined ? 'see AWS’s list of extensions' : `write '${nearest}'`
  return [
    {
      code: 'schema-unknown-extension',
      severity: 'warning',
      message: `'${name}' is no extension of API Gateway, which passes over it without a word; ${advice}`,
      file: documentOf(key).file,
      range: rangeOf(key),
      documentation: overview,
      ...(nearest !== undefined && {
        fixes: [{ title: `Rename to '${nearest}'`, edits: [replaceScalar(key, nearest)], isPreferred: true }],
      }),
    },
  ]
}

function extensionNames(): string[] {
  const definitions = schemaAt('aws-extensions.json')?.schema.definitions ?? {}
  return Object.values(definitions).flatMap((schema: JsonSchema) =>
    Object.keys(schema.properties ?? {}).filter(name => name.startsWith('x-amazon-')),
  )
}
