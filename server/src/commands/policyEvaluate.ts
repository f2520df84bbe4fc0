import { readFileSync } from 'node:fs'
import path from 'node:path'
import { originWith } from '../base/origin.ts'
import type { PolicyDecision } from '../policy/evaluate/evaluatePolicies.ts'
import type { PlacedPolicy } from '../policy/evaluate/evaluate.ts'
import { compilePolicies, evaluate } from '../policy/evaluate/evaluate.ts'
import { readRequest } from '../policy/evaluate/readRequest.ts'
import type { PolicyNode, PolicySource } from '../policy/policyTree.ts'
import { memberOf, originOfPart, textOf, treeOfValue } from '../policy/policyTree.ts'
import { readPolicyJson } from '../policy/readJson.ts'
import { answerLines, objectOfLine } from './batch.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { jsonDecision, sarifDecision, textDecision } from './policyDecision.ts'
import { print } from './print.ts'

/**
 * `gatehouse policy evaluate REQUEST.json`: prints whether AWS would allow a request and which statement decided.
 * `--batch` reads such requests from stdin, one a line. Exit status 0 when it is allowed, 1 when it is denied or cannot
 * be evaluated, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    batch: { type: 'flag' },
    format: { type: 'text', oneOf: ['text', 'json', 'sarif'] },
  })
  if (parsed instanceof UsageError) return reportUsage('policy evaluate', parsed)
  const { values, positionals } = parsed
  if (values.batch) {
    if (positionals.length === 0 && values.format === undefined) return answerLines(answer)
    const message = '--batch takes its requests from stdin, and no other option'
    return reportUsage('policy evaluate', new UsageError(message))
  }
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) {
    return reportUsage('policy evaluate', new UsageError('takes one REQUEST.json'))
  }
  const resolved = path.resolve(file)
  const decision = evaluateFile(resolved)
  if (typeof decision === 'string') {
    process.stderr.write(`gatehouse policy evaluate: '${file}' cannot be evaluated: ${decision}\n`)
    return 1
  }
  await print(reportOf(decision, resolved, values.format ?? 'text'))
  return decision.decision === 'allow' ? 0 : 1
}

/** Why a file of policies cannot be used. */
export class Unreadable extends Error {}

/** Reads a file of JSON with a policy; throws an `Unreadable`. */
export function readPolicySource(file: string): PolicySource {
  const name = path.relative('', file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Unreadable(`'${name}' cannot be read`)
  }
  const source = readPolicyJson(file, text)
  const [fault] = source.diagnostics
  if (fault) throw new Unreadable(`${name}:${fault.range.start.line + 1}: ${fault.message}`)
  return source
}

function reportOf(decision: PolicyDecision, file: string, format: string): string {
  if (format === 'json') return jsonDecision(decision)
  return format === 'sarif' ? sarifDecision(decision, file) : textDecision(decision)
}

function evaluateFile(file: string): PolicyDecision | string {
  try {
    const source = readPolicySource(file)
    const request = readRequest(plainOf(memberOf(source.root, 'request')?.value))
    if (typeof request === 'string') return request
    const policies = compilePolicies(memberOf(source.root, 'policies')?.value, part => placed(source, part))
    return evaluate(request, policies)
  } catch (error) {
    if (error instanceof Unreadable) return error.message
    throw error
  }
}

// A string in place of a policy names the file that holds it.
function placed(source: PolicySource, part: PolicyNode): PlacedPolicy {
  const name = textOf(part)
  if (name === undefined) return { root: part, originOf: node => originOfPart(source, node) }
  const other = readPolicySource(path.resolve(path.dirname(source.file), name))
  return { root: other.root ?? part, originOf: node => originOfPart(other, node) }
}

function plainOf(node: PolicyNode | undefined): unknown {
  if (!node || node.type === 'unknown') return undefined
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(plainOf)
  return Object.fromEntries(node.members.map(({ name, value }) => [name, plainOf(value)]))
}

function answer(line: string): unknown {
  const value = objectOfLine(line)
  if (typeof value === 'string') return { id: null, error: value }
  const id = value['id'] ?? null
  const request = readRequest(value['request'])
  if (typeof request === 'string') return { id, error: request }
  const origin = { file: '', pointer: '', range: { start: nowhere, end: nowhere } }
  const tree = treeOfValue(value['policies'])
  const policies = compilePolicies(tree, root => ({
    root,
    originOf: ({ pointer }) => originWith(origin, pointer),
  }))
  const { decision, reason, statement } = evaluate(request, policies)
  return {
    id,
    decision,
    reason,
    ...(statement && { statement: { sid: statement.sid, role: statement.role } }),
  }
}

const nowhere = { line: 0, character: 0 }
