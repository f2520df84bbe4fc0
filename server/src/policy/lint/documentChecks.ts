import type { PolicyNode, PolicyObject } from '../policyTree.ts'
import { textOf } from '../policyTree.ts'
import type { Elements } from './elements.ts'
import { insertMember, removeItem, renameKey, replaceText, replaceValue } from './fixes.ts'
import type { DocumentLint, PolicyLint } from './lintContext.ts'
import { openingOf } from './lintContext.ts'

const current = '2012-10-17'

/** Checks `Version`: which language the policy is written in. */
export function checkVersion(lint: DocumentLint, root: PolicyObject, { found }: Elements): void {
  const member = found.get('Version')
  if (!member) {
    lint.report({
      code: 'missing-version',
      at: openingOf(root),
      message: `'Version' is missing, so AWS reads the policy by the language of 2008, in which variables are plain text; add "Version": "${current}"`,
      fixes: insertMember(lint.source, root, 'Version', current),
    })
    return
  }
  const { value } = member
  if (value.type === 'unknown') return
  const written = textOf(value)
  if (written === undefined) {
    lint.report({
      code: 'data-type-mismatch',
      at: value,
      message: `'Version' is no string, and AWS refuses the policy; write "${current}"`,
      fixes: replaceValue(lint.source, value, current, `Write "${current}"`),
    })
  } else if (written !== current && written !== '2008-10-17') {
    lint.report({
      code: 'invalid-version',
      at: value,
      message: `'${written}' is no version of the policy language, and AWS refuses the policy; write '${current}', which names the language and not your policy`,
      fixes: replaceText(lint.source, value, current),
    })
  }
}

/** The statements of a policy; what is none is reported. */
export function statementNodes(lint: DocumentLint, root: PolicyObject, { found }: Elements): PolicyObject[] {
  const member = found.get('Statement')
  if (!member) {
    lint.report({
      code: 'missing-statement',
      at: openingOf(root),
      message:
        "'Statement' is missing, so the policy says nothing and AWS refuses it; add a list of statements",
    })
    return []
  }
  const { value } = member
  const nodes = value.type === 'list' ? value.items : [value]
  if (nodes.length === 0) {
    lint.report({
      code: 'missing-statement',
      at: value,
      message: "'Statement' is empty, so the policy says nothing and AWS refuses it; add a statement",
    })
  }
  return nodes.flatMap(node => objectAt(lint, node))
}

function objectAt(lint: DocumentLint, node: PolicyNode): PolicyObject[] {
  if (node.type === 'object') return [node]
  if (node.type !== 'unknown') {
    lint.report({
      code: 'data-type-mismatch',
      at: node,
      message:
        "A statement is an object, and AWS refuses anything else in its place; write '{' with 'Effect', 'Action' and the like",
    })
  }
  return []
}

/** Reports names that are no elements, each with the name that was probably meant. */
export function reportStrays(
  lint: DocumentLint,
  { strays }: Elements,
  where: string,
  names: readonly string[],
): void {
  for (const { member, meant, isTaken } of strays) {
    const advice =
      meant === undefined
        ? `remove it, the elements are ${names.join(', ')}`
        : isTaken
          ? `'${meant}' stands here too, so keep one of them`
          : `write '${meant}'`
    lint.report({
      code: 'invalid-policy-element',
      at: member.key,
      message: `'${member.name}' is no element of ${where}, and AWS refuses the policy; ${advice}`,
      ...(meant !== undefined && !isTaken && { fixes: renameKey(lint.source, member, meant) }),
    })
  }
}

/** Checks that no two statements have the same Sid. */
export function checkSids(lint: PolicyLint): void {
  const seen = new Set<string>()
  for (const { elements } of lint.statements) {
    const sid = elements.get('Sid')?.value
    const text = textOf(sid)
    if (!sid || text === undefined || text === '') continue
    if (seen.has(text)) {
      lint.report({
        code: lint.kind.hasStrictSids ? 'unique-sids-required' : 'unique-sids-recommended',
        at: sid,
        message: lint.kind.hasStrictSids
          ? `The Sid '${text}' stands twice, and IAM takes each only once in a policy; rename this one`
          : `The Sid '${text}' stands twice, so nobody can tell which statement is meant; rename this one`,
      })
    }
    seen.add(text)
  }
}

/** Checks the policy's size, counted as AWS counts it: without white space. */
export function checkSize({ kind, source, report }: PolicyLint, root: PolicyObject): void {
  const { longest } = kind
  if (longest === undefined || root.end - root.start <= longest) return
  const size = source.text.slice(root.start, root.end).replace(/\s/g, '').length
  if (size <= longest) return
  report({
    code: 'policy-size',
    at: openingOf(root),
    message: `With this 'Statement' the policy has ${size} characters without white space, and AWS takes at most ${longest} in this ${kind.name}; shorten it with '*', or split it`,
  })
}

/** Checks for statements that say the same as an earlier one. */
export function checkRepeatedStatements(lint: PolicyLint): void {
  const seen = new Set<string>()
  for (const { node } of lint.statements) {
    const key = JSON.stringify(plain(node))
    if (seen.has(key)) {
      const list = lint.statements.length > 1 ? listOf(lint) : undefined
      lint.report({
        code: 'redundant-statement',
        at: openingOf(node),
        message: `The ${nameOf(node)} says the same as an earlier one, so it has no effect of its own; remove it`,
        fixes: list ? removeItem(lint.source, list, node) : [],
      })
    }
    seen.add(key)
  }
}

// By its place, counted from one, as people do.
function nameOf(node: PolicyNode): string {
  const place = /\/(\d+)$/.exec(node.pointer)?.[1]
  return place === undefined ? "'Statement'" : `'Statement' number ${Number(place) + 1}`
}

function listOf({ source, statements }: PolicyLint) {
  const [first] = statements
  const pointer = first?.node.pointer.replace(/\/\d+$/, '')
  const find = (node: PolicyNode | undefined): PolicyNode | undefined => {
    if (!node || node.pointer === pointer) return node
    if (node.type !== 'object') return undefined
    return node.members.map(({ value }) => find(value)).find(found => found !== undefined)
  }
  const found = find(source.root)
  return found?.type === 'list' ? found : undefined
}

function plain(node: PolicyNode): unknown {
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(plain)
  if (node.type === 'unknown') return { unknown: node.pointer }
  return node.members
    .filter(({ name }) => name !== 'Sid')
    .map(({ name, value }) => [name, plain(value)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
