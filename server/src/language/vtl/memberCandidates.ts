import { valueOf as factValue } from '../../base/origin.ts'
import { contextPages, contextVariablesFor, findContextVariable, members } from '../../template/vocabulary.ts'
import type { Member } from '../../template/member.ts'
import type { JavaClass, JavaMethodDoc } from '../../template/javaMethodDocs.ts'
import { javaClassPages, javaMethodsOf } from '../../template/javaMethodDocs.ts'
import type { ReferenceNode, Template } from '../../template/tree.ts'
import type { Candidate, SnippetPart } from './candidate.ts'
import { parameterPlacesIn, parametersAt } from './parameters.ts'
import { isPlainName, payloadCandidate } from './payloadCandidate.ts'
import { membersOf, payloadsOf } from './payloadSchema.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { contextUsesOf } from './placedTemplate.ts'
import { readReference, valueOf } from './values.ts'

/** The members and methods of what stands before a dot. */
export function memberCandidates(
  chain: string,
  placed: PlacedTemplate,
  template: Template,
): readonly Candidate[] {
  const reference = readReference(chain)
  if (!reference) return []
  const { root, accessors } = reference
  switch (root.text) {
    case 'context':
      return contextCandidates(reference, placed)
    case 'stageVariables':
      return accessors.length === 0 ? stageVariables(placed) : methodsOf(['String'])
    case 'foreach':
      return loopMembers
    case 'input':
    case 'util':
      if (accessors.length === 0) return (members.get(root.text) ?? []).map(memberCandidate)
  }
  const place = parameterPlacesIn(reference)
  if (place === 'all') return parameterMaps
  if (place !== undefined) return parametersAt(placed, place).filter(({ name }) => isPlainName(name))
  return valueCandidates(reference, placed, template)
}

function memberCandidate({ name, type, signature, documentation, gives }: Member): Candidate {
  return {
    name,
    kind: type,
    detail: `${signature} : ${gives}`,
    documentation,
    ...(type === 'method' && { insert: memberSnippets[name] ?? [`${name}(`, { stop: 1 }, ')'] }),
    goesOn: type === 'method',
  }
}

const memberSnippets: Readonly<Record<string, readonly SnippetPart[]>> = {
  json: ["json('", { stop: 1, text: '$' }, "')"],
  path: ["path('", { stop: 1, text: '$' }, "')"],
  params: ["params('", { stop: 1 }, "')"],
}

const parameterMaps: readonly Candidate[] = [
  ['path', 'The path parameters, by name.'],
  ['querystring', 'The query string parameters, by name.'],
  ['header', 'The headers, by name.'],
].map(([name = '', documentation = '']) => ({
  name,
  kind: 'property' as const,
  detail: 'Map',
  documentation,
  goesOn: true,
}))

const loopMembers: readonly Candidate[] = [
  ['index', 'Integer', 'The number of the pass, from 0.'],
  ['count', 'Integer', 'The number of the pass, from 1.'],
  ['hasNext', 'Boolean', 'Whether another element follows: `#if($foreach.hasNext),#end`.'],
  ['first', 'Boolean', 'Whether this is the first pass.'],
  ['last', 'Boolean', 'Whether this is the last pass.'],
  ['parent', 'Loop', 'The loop around this one.'],
  ['topmost', 'Loop', 'The outermost loop.'],
].map(([name = '', detail = '', documentation = '']) => ({
  name,
  kind: 'property' as const,
  detail,
  documentation,
}))

function stageVariables({ uses }: PlacedTemplate): Candidate[] {
  const stages = uses.flatMap(use => ('gatewayResponse' in use ? use.api : use.owner.api).stages)
  const names = new Set(stages.flatMap(({ variables }) => [...variables.keys()]))
  return [...names].map(name => ({
    name,
    kind: 'field',
    detail: stages
      .flatMap(stage => {
        const value = factValue(stage.variables.get(name))
        return value === undefined ? [] : [`${stage.name}: ${value}`]
      })
      .join(', '),
    documentation: 'A variable of the stage.',
  }))
}

function contextCandidates({ accessors }: ReferenceNode, placed: PlacedTemplate): readonly Candidate[] {
  const around = accessors.flatMap(each => (each.kind === 'property' ? [each.name.text] : []))
  if (around.length < accessors.length) return []
  const found = new Map<string, Candidate>()
  for (const use of contextUsesOf(placed)) {
    const known = around.length === 0 ? 'map' : findContextVariable(around, use)
    if (typeof known === 'object' && known.name.split('.').length === around.length) {
      for (const each of methodsOf(['String'])) found.set(each.name, each)
    }
    for (const { name, documentation, isAssignable } of contextVariablesFor(use)) {
      const parts = name.split('.')
      const own = parts[around.length]
      if (own === undefined || !around.every((each, index) => parts[index] === each)) continue
      // Words in capitals stand for names that anyone may choose.
      if (/^[A-Z]+$/.test(own)) continue
      const isLeaf = parts.length === around.length + 1
      if (found.has(own) && !isLeaf) continue
      found.set(own, {
        name: own,
        kind: 'property',
        detail: isLeaf ? `$context.${name}` : `$context.${[...around, own].join('.')}.…`,
        documentation: [
          ...(isLeaf ? [documentation] : []),
          ...(isLeaf && isAssignable ? ['A template may assign to it.'] : []),
          `[AWS documentation](${contextPages[use]})`,
        ].join('\n\n'),
        goesOn: !isLeaf,
      })
    }
  }
  return [...found.values()]
}

function valueCandidates(
  reference: ReferenceNode,
  placed: PlacedTemplate,
  template: Template,
): readonly Candidate[] {
  const value = valueOf(reference, template, payloadsOf(placed.uses))
  const byName = new Map<string, Candidate>()
  for (const each of methodsOf(value.classes)) byName.set(each.name, each)
  for (const name of value.names.filter(isPlainName))
    byName.set(name, { name, kind: 'field', detail: '', documentation: '', rank: 0 })
  // A member of the payload goes before a method of that name: `$m.size` is the key.
  for (const member of value.payload.flatMap(membersOf).filter(({ name }) => isPlainName(name)))
    byName.set(member.name, payloadCandidate(member))
  return [...byName.values()]
}

function methodsOf(classes: readonly JavaClass[]): Candidate[] {
  const found = new Map<string, Candidate>()
  for (const javaClass of classes)
    for (const method of javaMethodsOf(javaClass))
      if (!found.has(method.name)) found.set(method.name, methodCandidate(method, javaClass))
  return [...found.values()]
}

function methodCandidate(method: JavaMethodDoc, javaClass: JavaClass): Candidate {
  const { name, parameters, gives, documentation } = method
  return {
    name,
    kind: 'method',
    detail: `${javaClass}.${name}(${parameters.join(', ')}) : ${gives}`,
    documentation: `${documentation} [Java](${javaClassPages[javaClass]})`,
    insert: parameters.length === 0 ? [`${name}()`] : [`${name}(`, { stop: 1 }, ')'],
    rank: rarely.has(name) ? 2 : 1,
  }
}

const rarely: ReadonlySet<string> = new Set(
  'clone ensureCapacity hashCode intern iterator listIterator toArray trimToSize getBytes codePointAt subSequence contentEquals byteValue shortValue floatValue'.split(
    ' ',
  ),
)
