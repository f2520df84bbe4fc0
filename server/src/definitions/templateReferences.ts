import type { NameReference } from './nameReferences.ts'
import type { ApiEvent } from './samEvents.ts'
import type { Template } from './templateResources.ts'
import type { Node } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import {
  childAt,
  documentOf,
  entriesOf,
  entryOf,
  itemsOf,
  originOf,
  rangeOf,
  stringOf,
} from '../syntax/node.ts'
import { nearestName } from '../base/nearestName.ts'
import { nameReferencesIn, plainReference } from './nameReferences.ts'
import { isGeneratedName, samReference } from './samNames.ts'
import { checkCycles } from './templateCycles.ts'
import { hasUnknownMacros, isSamTemplate } from './transforms.ts'

const documentation =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html'

const pseudoParameters = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
])

/** Reports names that nothing defines and resources that wait for each other, in the whole template. */
export function checkReferences(template: Template, events: readonly ApiEvent[]): void {
  const { root } = template.document
  if (!root) return
  const names = collectNames(template)
  for (const reference of referencesOf(template)) checkReference(template, reference, names)
  for (const node of dependsOnOf(template)) checkDependsOn(template, node, names)
  checkCycles(template, events)
}

interface Names {
  readonly parameters: ReadonlySet<string>
  readonly resources: ReadonlySet<string>
  readonly conditions: ReadonlySet<string>
  readonly mappings: ReadonlySet<string>
  /** Whether macros or loops may define more names than the text shows. */
  readonly isOpen: boolean
  readonly isSam: boolean
  /** How many more misspelt names are compared with all others, which takes its time in a large template. */
  suggestionsLeft: number
}

function collectNames({ document: { root } }: Template): Names {
  const namesOf = (section: string) => new Set(entriesOf(childAt(root, section)).map(entry => entry.name))
  return {
    parameters: namesOf('Parameters'),
    resources: namesOf('Resources'),
    conditions: namesOf('Conditions'),
    mappings: namesOf('Mappings'),
    isOpen: hasUnknownMacros(root),
    isSam: isSamTemplate(root),
    suggestionsLeft: 50,
  }
}

function referencesOf({ document: { root }, reader, includedFiles }: Template): NameReference[] {
  const sections = ['Globals', 'Resources', 'Outputs', 'Conditions', 'Rules'].map(name => childAt(root, name))
  const conditional = [childAt(root, 'Resources'), childAt(root, 'Outputs')].flatMap(section =>
    entriesOf(section).flatMap(entry => entryOf(entry.value, 'Condition')?.value ?? []),
  )
  const nested = entriesOf(childAt(root, 'Conditions')).flatMap(
    entry => entryOf(entry.value, 'Condition')?.value ?? [],
  )
  const included = [...includedFiles()].flatMap(file => reader.open(file)?.root ?? [])
  return [
    ...[...sections, ...included].flatMap(nameReferencesIn),
    ...[...conditional, ...nested].flatMap(node => plainReference('Condition', node) ?? []),
  ]
}

function dependsOnOf({ document: { root } }: Template): Node[] {
  return entriesOf(childAt(root, 'Resources')).flatMap(entry => {
    const node = entryOf(entry.value, 'DependsOn')?.value
    if (!node) return []
    return node.type === 'sequence' ? [...itemsOf(node)] : [node]
  })
}

function checkReference(template: Template, reference: NameReference, names: Names): void {
  const { kind, name } = reference
  if (names.isOpen || template.isGenerated?.(name)) return
  if (kind === 'Condition') {
    if (!names.conditions.has(name)) report(template, reference, 'condition', names.conditions, names)
    return
  }
  if (kind === 'Fn::FindInMap') {
    if (names.mappings.has(name)) checkKeys(template, reference, names)
    else if (!entryOf(childAt(template.document.root, 'Mappings'), 'Fn::Transform')) {
      report(template, reference, 'mapping', names.mappings, names)
    }
    return
  }
  if (names.resources.has(name) || isGenerated(template, name, names)) return
  if (kind === 'Ref' && (names.parameters.has(name) || pseudoParameters.has(name))) return
  // `Fn::Sub` writes an attribute of a parameter or of `AWS::` like one of a resource; only resources have any.
  const candidates = kind === 'Ref' ? [...names.resources, ...names.parameters] : names.resources
  report(template, reference, kind === 'Ref' ? 'resource or parameter' : 'resource', candidates, names)
}

function checkDependsOn(template: Template, node: Node, names: Names): void {
  if (names.isOpen) return
  const reference = plainReference('Ref', node)
  if (!reference) {
    if (intrinsicOf(node)) reportFunction(template, node)
    return
  }
  const { name } = reference
  if (names.resources.has(name) || isGenerated(template, name, names)) return
  report(template, reference, 'resource', names.resources, names)
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
function reportFunction({ reader }: Template, node: Node): void {
  const { file, range } = originOf(node)
  const message =
    "'DependsOn' takes the logical ids of resources and no function, so CloudFormation refuses this; write the id itself"
  reader.report({ code: 'schema-type', severity: 'error', file, range, message })
}

function isGenerated(
  { allResources, isGenerated: isDefined }: Template,
  name: string,
  { isSam }: Names,
): boolean {
  if (isDefined?.(name)) return true
  return isSam && (samReference(name, allResources) !== undefined || isGeneratedName(name, allResources))
}

function checkKeys(template: Template, { name, keys }: NameReference, names: Names): void {
  const [top, second] = keys ?? []
  const mapping = childAt(template.document.root, 'Mappings', name)
  const topName = top && keyOf(top)
  if (!top || topName === undefined || mapping?.type !== 'mapping' || entryOf(mapping, 'Fn::Transform'))
    return
  const found = entryOf(mapping, topName)
  const secondName = second && keyOf(second)
  const [missing, place, among] = !found
    ? [topName, top, entriesOf(mapping)]
    : second && secondName !== undefined && !entryOf(found.value, secondName)
      ? [secondName, second, entriesOf(found.value)]
      : []
  if (missing === undefined || !place || !among) return
  const reference = plainReference('Fn::FindInMap', place)
  const candidates = among.map(entry => entry.name)
  if (reference) report(template, reference, `key of mapping '${name}'`, candidates, names)
}

function keyOf(node: Node): string | undefined {
  return node.type === 'scalar' && node.value !== null ? String(node.value) : undefined
}

function report(
  { reader }: Template,
  { name, node, mark }: NameReference,
  what: string,
  candidates: Iterable<string>,
  names: Names,
): void {
  const { file } = documentOf(node)
  const range = rangeOf(node, mark)
  const closest = names.suggestionsLeft-- > 0 ? nearestName(name, candidates) : undefined
  const advice = closest === undefined ? `define it or correct the name` : `did you mean '${closest}'?`
  reader.report({
    code: 'reference-undefined',
    severity: 'error',
    file,
    range,
    message: `No ${what} is named '${name}', so CloudFormation refuses the template; ${advice}`,
    documentation,
    ...(closest === undefined || !isExact(node, mark, name)
      ? {}
      : {
          fixes: [
            {
              title: `Change to '${closest}'`,
              isPreferred: true,
              edits: [{ file, range, newText: closest }],
            },
          ],
        }),
  })
}

// A name that could not be found in the text (it holds an escape) has no exact place to edit.
function isExact(node: Node, mark: { start: number; end: number }, name: string): boolean {
  return documentOf(node).text.slice(mark.start, mark.end) === name && stringOf(node) !== undefined
}
