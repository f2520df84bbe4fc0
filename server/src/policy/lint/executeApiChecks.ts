import type { PolicyNode } from '../policyTree.ts'
import { replaceText } from './fixes.ts'
import type { DocumentLint } from './lintContext.ts'

/** Checks stage, verb and path of an execute-api ARN or of its short form: `…/stage/VERB/path`. */
export function checkExecuteApiPath({ source, report }: DocumentLint, text: string, node: PolicyNode): void {
  const [api = '', stage, verb, ...path] = text.split('/')
  if (stage === undefined || verb === undefined || stage === 'authorizers') return
  if (verbs.has(verb.toUpperCase()) && verb !== verb.toUpperCase()) {
    const right = [api, stage, verb.toUpperCase(), ...path].join('/')
    report({
      code: 'execute-api-verb-case',
      at: node,
      message: `The verb '${verb}' is not in capitals, so it matches no request; write '${right}'`,
      fixes: replaceText(source, node, right),
    })
  }
  const parameter = path.map(part => part.replace(/\$\{[^}]*\}/g, '')).find(part => /\{[^}]*\}/.test(part))
  if (parameter === undefined) return
  const right = [api, stage, verb, ...path.map(part => part.replace(/(?<!\$)\{[^}]*\}/g, '*'))].join('/')
  report({
    code: 'execute-api-path-parameter',
    at: node,
    message: `'${parameter}' is compared as it stands, and a request's path holds the value in its place; write '*'`,
    fixes: replaceText(source, node, right),
  })
}

const verbs: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
