import type { PolicyMember, PolicyNode } from '../policyTree.ts'
import { textOf } from '../policyTree.ts'
import { removeMember, replaceText } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { openingOf } from './lintContext.ts'

/** The elements of a statement. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export const statementElements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const

/** Checks which elements a statement has. */
export function checkElements(lint: PolicyLint, statement: Statement): void {
  const { kind, report, source } = lint
  const { node, elements } = statement
  const has = (...names: string[]) => names.some(name => elements.has(name))
  const missing = (name: string, code: string, advice: string) =>
    report({
      code,
      at: openingOf(node),
      message: `'${name}' is missing, and AWS refuses the policy; ${advice}`,
    })
  if (!has('Effect')) missing('Effect', 'missing-effect', 'write "Effect": "Allow" or "Deny"')
  if (!has('Action', 'NotAction'))
    missing('Action', 'missing-action', 'say which actions the statement is about')
  if (kind.resource === 'required' && !has('Resource', 'NotResource')) {
    missing('Resource', 'missing-resource', 'say which resources it is about, or "*" for all')
  }
  if (kind.principal === 'required' && !has('Principal', 'NotPrincipal')) {
    missing('Principal', 'missing-principal', 'say who is meant, "*" for everybody')
  }
  for (const name of ['Action', 'Resource', 'Principal']) {
    const [positive, negative] = [elements.get(name), elements.get(`Not${name}`)]
    if (!positive || !negative) continue
    report({
      code: 'unsupported-element-combination',
      at: negative.key,
      message: `'${name}' and 'Not${name}' stand in one statement, and AWS refuses the policy; keep one of them, or make two statements`,
    })
  }
  for (const name of kind.principal === 'forbidden' ? ['Principal', 'NotPrincipal'] : []) {
    const member = elements.get(name)
    if (!member) continue
    report({
      code: 'unsupported-principal',
      at: member.key,
      message: `'${name}' cannot stand in an ${kind.name}, whose principal is whoever it is attached to; remove it`,
      fixes: removeMember(source, node, member),
    })
  }
}

/** Checks `Effect` and `Sid`. */
export function checkEffectAndSid(lint: PolicyLint, { elements }: Statement): void {
  const effect = elements.get('Effect')
  if (effect && isText(lint, effect, 'write "Allow" or "Deny"')) {
    const written = textOf(effect.value) ?? ''
    if (written !== 'Allow' && written !== 'Deny') {
      const meant = ['Allow', 'Deny'].find(name => name.toLowerCase() === written.trim().toLowerCase())
      lint.report({
        code: 'invalid-effect',
        at: effect.value,
        message: `'${written}' is no effect, and AWS refuses the policy; write ${meant === undefined ? "'Allow' or 'Deny'" : `'${meant}'`}, with this case`,
        ...(meant !== undefined && { fixes: replaceText(lint.source, effect.value, meant) }),
      })
    }
  }
  const sid = elements.get('Sid')
  if (sid && isText(lint, sid, 'write a name in quotes')) checkSid(lint, sid)
}

function checkSid(lint: PolicyLint, { value }: PolicyMember): void {
  const written = textOf(value) ?? ''
  if (written === '') {
    lint.report({
      code: 'empty-sid-value',
      at: value,
      message: "The 'Sid' is empty, so it identifies nothing; give it a name, or remove it",
    })
  } else if (lint.kind.hasStrictSids && !/^[A-Za-z0-9]*$/.test(written)) {
    const plainName = written.replace(/[^A-Za-z0-9]/g, '')
    lint.report({
      code: 'unsupported-sid',
      at: value,
      message: `The Sid '${written}' has other characters than A-Z, a-z and 0-9, and IAM refuses the policy; leave them out`,
      fixes: plainName === '' ? [] : replaceText(lint.source, value, plainName),
    })
  }
}

function isText({ report }: PolicyLint, { name, value }: PolicyMember, advice: string): boolean {
  if (value.type === 'scalar' && typeof value.value === 'string') return true
  if (value.type !== 'unknown') {
    report({
      code: 'data-type-mismatch',
      at: value,
      message: `'${name}' is no string, and AWS refuses the policy; ${advice}`,
    })
  }
  return false
}

/** The strings of an element that takes one or a list of them; anything else in it is reported. */
export function textItems(
  { report }: PolicyLint,
  { name, value }: PolicyMember,
  emptyCode: string,
): { readonly text: string; readonly node: PolicyNode }[] {
  const nodes = value.type === 'list' ? value.items : [value]
  if (nodes.length === 0) {
    report({
      code: emptyCode,
      at: value,
      message: `'${name}' is an empty list, so the statement applies to nothing; fill it, or remove the statement`,
    })
  }
  return nodes.flatMap(node => {
    const text = textOf(node)
    if (text !== undefined) return [{ text, node }]
    if (node.type !== 'unknown') {
      report({
        code: 'data-type-mismatch',
        at: node,
        message: `'${name}' takes a string or a list of strings, and AWS refuses the policy with anything else; write the text in quotes`,
      })
    }
    return []
  })
}
