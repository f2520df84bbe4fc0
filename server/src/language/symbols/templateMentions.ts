import { nameReferencesIn, plainReference } from '../../definitions/nameReferences.ts'
import type { NameReference } from '../../definitions/nameReferences.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../../syntax/node.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import { mentionOf, movingMark, symbolOf } from './mention.ts'
import type { Mention, SymbolKind } from './mention.ts'
import { walkEntries } from './walk.ts'

const sections: readonly [string, SymbolKind][] = [
  ['Parameters', 'parameter'],
  ['Conditions', 'condition'],
  ['Mappings', 'mapping'],
  ['Resources', 'resource'],
]

/** What CloudFormation's names are: logical ids, conditions and mappings of a template, declared and used. */
export function templateMentions(root: Node): Mention[] {
  const declared = sections.flatMap(([section, kind]) =>
    entriesOf(childAt(root, section))
      .filter(({ name }) => !name.startsWith('Fn::'))
      .map(({ key, name }) => mentionOf(kind, key, true, symbolsOf(kind, name))),
  )
  const used = ['Globals', 'Resources', 'Outputs', 'Conditions', 'Rules'].flatMap(section =>
    nameReferencesIn(childAt(root, section)),
  )
  return [
    ...declared,
    ...used.map(mentionOfReference),
    ...['Resources', 'Outputs', 'Conditions'].flatMap(section =>
      entriesOf(childAt(root, section)).flatMap(conditionOf),
    ),
    ...entriesOf(childAt(root, 'Resources')).flatMap(plainIdsOf),
    ...interfaceMentions(childAt(root, 'Metadata', 'AWS::CloudFormation::Interface')),
  ]
}

/** What a name of a template is known by; parameters and resources share theirs. */
export function logicalIdSymbol(file: string, name: string): string {
  return symbolOf('logicalId', file, name)
}

function symbolsOf(kind: SymbolKind, name: string): Mention['symbols'] {
  if (kind === 'condition' || kind === 'mapping') return ({ file }) => [symbolOf(kind, file, name)]
  return ({ file }) => {
    const dot = name.indexOf('.')
    // SAM's `!Ref Api.Stage`.
    const head = dot < 0 ? [] : [logicalIdSymbol(file, name.slice(0, dot))]
    return [logicalIdSymbol(file, name), ...head]
  }
}

const kinds: Readonly<Record<NameReference['kind'], SymbolKind>> = {
  Ref: 'resource',
  'Fn::GetAtt': 'resource',
  Condition: 'condition',
  'Fn::FindInMap': 'mapping',
}

function mentionOfReference({ kind, name, node, mark }: NameReference): Mention {
  const dot = kind === 'Ref' ? name.indexOf('.') : -1
  const symbols = symbolsOf(kinds[kind], name)
  if (dot < 0) return { kind: kinds[kind], name, isDeclaration: false, node, mark, symbols }
  const head = movingMark(node, mark.start - node.start, dot)
  return { kind: 'resource', name: name.slice(0, dot), isDeclaration: false, node, mark: head, symbols }
}

function conditionOf({ value }: Entry): Mention[] {
  const node = entryOf(value, 'Condition')?.value
  const reference = node && plainReference('Condition', node)
  return reference ? [mentionOfReference(reference)] : []
}

/** Logical ids that stand as plain texts: `DependsOn`, the APIs of SAM's events, and the ends of SAM's connectors. */
function plainIdsOf({ value }: Entry): readonly Mention[] {
  return keep(value, plainIdsOf, () => {
    const dependsOn = entryOf(value, 'DependsOn')?.value
    const nodes: Node[] = dependsOn
      ? dependsOn.type === 'sequence'
        ? [...dependsOn.items]
        : [dependsOn]
      : []
    for (const { value: event } of entriesOf(childAt(value, 'Properties', 'Events'))) {
      const api = apiProperties[stringOf(childAt(event, 'Type')) ?? '']
      const id = api === undefined ? undefined : childAt(event, 'Properties', api)
      if (id) nodes.push(id)
    }
    for (const around of [entryOf(value, 'Connectors')?.value, connectorOf(value)]) {
      walkEntries(around, ({ name, value: id }, place) => {
        if (name === 'Id' && /^(Source|Destination)$/.test(place?.name ?? '')) nodes.push(id)
      })
    }
    return nodes.flatMap(node => {
      const reference = plainReference('Ref', node)
      return reference ? [mentionOfReference(reference)] : []
    })
  })
}

/**
 * SAM takes the logical id as a text as well as by `Ref`: `resources_to_link` and `get_rest_api_id_string` in
 * https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/push.py
 */
const apiProperties: Readonly<Record<string, string | undefined>> = { Api: 'RestApiId', HttpApi: 'ApiId' }

function connectorOf(resource: Node): Node | undefined {
  const type = entryOf(resource, 'Type')?.value
  const isConnector = type?.type === 'scalar' && type.value === 'AWS::Serverless::Connector'
  return isConnector ? entryOf(resource, 'Properties')?.value : undefined
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-interface.html
function interfaceMentions(metadata: Node | undefined): Mention[] {
  const listed = itemsOf(childAt(metadata, 'ParameterGroups')).flatMap(group =>
    itemsOf(childAt(group, 'Parameters')).flatMap(item => (item.type === 'scalar' ? [item] : [])),
  )
  const labelled = entriesOf(childAt(metadata, 'ParameterLabels')).map(({ key }) => key)
  return [...listed, ...labelled].map(node =>
    mentionOf('parameter', node, false, ({ file }) => [logicalIdSymbol(file, String(node.value))]),
  )
}
