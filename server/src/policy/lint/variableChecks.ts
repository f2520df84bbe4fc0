import type { PolicyNode } from '../policyTree.ts'
import type { PolicyLint } from './lintContext.ts'

/**
 * Checks the variables in a text; false when one is broken, so that what surrounds it says nothing either.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function checkVariables(lint: PolicyLint, text: string, node: PolicyNode): boolean {
  if (!text.includes('${')) return true
  if (lint.version !== '2012-10-17') {
    lint.report({
      code: 'variable-unsupported-in-version',
      at: node,
      message: `'${text}' holds a variable, which is plain text without "Version": "2012-10-17"; state that version`,
    })
    return true
  }
  const fault = faultOf(text)
  if (!fault) return true
  lint.report({ ...fault, at: node })
  return false
}

/** The text with each variable as a wildcard, for checks of what stands around them. */
export function withoutVariables(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1').replace(/\$\{[^}]*\}/g, '*')
}

function faultOf(text: string): { code: string; message: string } | undefined {
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at + 2)) {
    const end = text.indexOf('}', at)
    const next = text.indexOf('${', at + 2)
    if (end < 0 || (next >= 0 && next < end)) {
      return {
        code: 'missing-brace',
        message: `The variable in '${text}' has no '}', and AWS refuses the policy; close it`,
      }
    }
    const fault = faultIn(text.slice(at + 2, end))
    if (fault) return fault
  }
  return undefined
}

function faultIn(inner: string): { code: string; message: string } | undefined {
  if (inner.trim() === '') {
    return {
      code: 'empty-variable',
      message:
        "The variable '${}' names nothing, and AWS refuses the policy; name a key, such as '${aws:username}'",
    }
  }
  const [key = '', ...defaults] = inner.split(',')
  if (/\s/.test(key)) {
    return {
      code: 'unsupported-space',
      message: `The variable '\${${inner}}' has a space in its key, and AWS refuses the policy; remove the space`,
    }
  }
  const given = defaults.join(',').trim()
  if (defaults.length > 0 && !/^'[^']*'$/.test(given)) {
    return {
      code: 'missing-quote',
      message: `The default in '\${${inner}}' is not in single quotes, and AWS refuses the policy; write it as in '\${aws:username, 'nobody'}'`,
    }
  }
  return undefined
}
