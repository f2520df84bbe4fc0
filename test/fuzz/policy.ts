import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import { createLineIndex, offsetAt } from '../../server/src/base/text.ts'
import { lintPolicyText } from '../../server/src/commands/policyTexts.ts'
import { compilePolicies, evaluate } from '../../server/src/policy/evaluate/evaluate.ts'
import { readRequest } from '../../server/src/policy/evaluate/readRequest.ts'
import { documentTypes, lintPolicy } from '../../server/src/policy/lint/lintPolicy.ts'
import { originOfPart } from '../../server/src/policy/policyTree.ts'
import { readPolicyFile } from '../../server/src/language/policyFiles.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { actionData, fixAll } from '../policy/policyCase.ts'
import { seededNumbers } from '../support/treeChecks.ts'
import type { Broken } from './definition.ts'

export interface PolicyFuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** A folder with `.json` files to mutate beside the built-in policies; one without any adds none. */
  readonly seeds?: string
  /** Milliseconds that one input may take. */
  readonly limitMs: number
  readonly onProgress?: (done: number) => void
}

/**
 * Lints mutated policies as every type and in definitions, applies their fixes, and evaluates requests by them: no exception, places inside
 * of the text, fixes that fit, no long work, and the same findings twice.
 */
export function fuzzPolicies({ inputs, seed, seeds, limitMs, onProgress }: PolicyFuzzOptions): Broken[] {
  const random = seededNumbers(seed)
  const texts = [...builtIn, ...(seeds === undefined ? [] : jsonFiles(seeds))]
  const broken: Broken[] = []
  for (let done = 0; done < inputs; done++) {
    const text = mutate(texts[random(texts.length)] ?? '', random)
    const type = documentTypes[random(documentTypes.length)] ?? 'identity'
    const started = performance.now()
    let why: string | undefined
    try {
      why = tryLint(type, text) ?? tryEvaluate(text) ?? tryDocument(text, random(5))
    } catch (error) {
      why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    const ms = performance.now() - started
    if (ms > limitMs) why ??= `took ${ms.toFixed(0)} ms`
    if (why !== undefined) broken.push({ why: `as ${type}: ${why}`, file: 'policy.json', text })
    if (done % 1000 === 999) onProgress?.(done + 1)
  }
  return broken
}

const statements = [
  '{"Sid":"A","Effect":"Allow","Principal":{"AWS":["123456789012","arn:aws:iam::123456789012:role/a"]},"Action":["execute-api:Invoke","s3:*"],"Resource":["execute-api:/prod/GET/pets","arn:aws:s3:::b/${aws:username, \'x\'}/*"]}',
  '{"Effect":"Deny","NotPrincipal":{"Service":"apigateway.amazonaws.com"},"NotAction":"iam:*","NotResource":"*","Condition":{"ForAllValues:StringLikeIfExists":{"aws:TagKeys":["a*","${aws:userid}"]},"NotIpAddress":{"aws:SourceIp":["203.0.113.7/24","2001:db8::/32","10.0.0.0/8"]}}}',
  '{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"token.actions.githubusercontent.com"},"Condition":{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:*"},"DateLessThan":{"aws:CurrentTime":"2030-01-01"},"Bool":{"aws:SecureTransport":[true,"false"]},"NumericEquals":{"aws:MultiFactorAuthAge":5},"Null":{"aws:TokenIssueTime":"x"}}}',
]

const builtIn = [
  `{"Version":"2012-10-17","Id":"x","Statement":[${statements.join(',\n')}]}`,
  `{"principalId":"u","policyDocument":{"Version":"2012-10-17","Statement":${statements[0]}},"context":{"a":1,"b":[2]}}`,
  '{"isAuthorized":true,"context":{"a":{}}}',
  '{"FunctionName":"f","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com","SourceArn":"arn:aws:execute-api:us-east-1:123456789012:a/*/GET/{id}"}',
]

// prettier-ignore
const pieces = [
  '{', '}', '[', ']', ':', ',', '"', '\\', '/', '*', '?', '${', '${*}', "'", '/*', '//', 'null', 'true', '1e999', ' ',
  '\n', '\u0000', '\ud800', '\ufeff', '"__proto__":', '"constructor":{},', '"Statement":', '"Condition":{"bad":1},',
  'arn:aws:', 'execute-api:', '::::::', '::/0', '"ALLOW"', 'StringEquals', 'ForAnyValue:', 'IfExists', '2012', '"",',
]

function mutate(text: string, random: (below: number) => number): string {
  let mutated = text
  for (let edits = random(6); edits > 0; edits--) {
    const at = random(mutated.length + 1)
    const until = Math.min(mutated.length, at + random(30))
    const piece = pieces[random(pieces.length)] ?? ''
    const many = random(200) === 0 ? 3000 : 2
    const put = [piece, piece, '', mutated.slice(at, until).repeat(2), piece.repeat(many)][random(5)] ?? ''
    mutated = mutated.slice(0, at) + put + mutated.slice(random(2) === 0 ? at : until)
  }
  return mutated
}

function tryLint(type: string, text: string): string | undefined {
  const found = lintPolicy(readPolicyJson('/policy.json', text), type, actionData)
  const lines = createLineIndex(text)
  for (const diagnostic of found) {
    const fault = placeFault(diagnostic, position => offsetAt(lines, position, text), text.length)
    if (fault !== undefined) return fault
    if (!/[,;]/.test(diagnostic.message) || diagnostic.message.endsWith('.'))
      return `message: ${diagnostic.message}`
  }
  const again = lintPolicy(readPolicyJson('/policy.json', text), type, actionData)
  if (JSON.stringify(again) !== JSON.stringify(found)) return 'two runs differ'
  fixAll(type, text)
  return undefined
}

/** The policy as a definition may hold it: as YAML's JSON, as text of a block, as a string, and as YAML's own blocks. */
function tryDocument(text: string, way: number): string | undefined {
  const oneLine = text.replaceAll('\n', ' ')
  const forms = [
    oneLine,
    `|\n          ${text.replaceAll('\n', '\n          ')}`,
    `!Sub ${JSON.stringify(text)}`,
    `'${oneLine.replaceAll("'", "''")}'`,
    asBlocks(text),
  ]
  const document = `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: ${forms[way] ?? oneLine}\n`
  const lines = createLineIndex(document)
  for (const diagnostic of lintPolicyText('/template.yaml', document, undefined, actionData)) {
    const fault = placeFault(diagnostic, position => offsetAt(lines, position, document), document.length)
    if (fault !== undefined) return `in ${document}: ${fault}`
  }
  const file = readPolicyFile('/policy.json', text)
  return file && !documentTypes.includes(file.type) ? `recognized as ${file.type}` : undefined
}

// Broken text has no blocks.
function asBlocks(text: string): string {
  try {
    return `\n${stringify(JSON.parse(text)).replace(/^/gm, '        ')}`
  } catch {
    return '{}'
  }
}

function placeFault(
  { code, range, fixes = [] }: Diagnostic,
  offset: (position: Diagnostic['range']['start']) => number,
  length: number,
): string | undefined {
  const ranges = [range, ...fixes.flatMap(({ edits }) => edits.map(edit => edit.range))]
  const outside = ranges.find(
    ({ start, end }) => offset(end) < offset(start) || offset(end) > length || start.line < 0,
  )
  return outside && `${code} lies outside of the text`
}

function tryEvaluate(text: string): string | undefined {
  const source = readPolicyJson('/policy.json', text)
  if (!source.root) return undefined
  const wrapped = readPolicyJson(
    '/request.json',
    `{"identity":[${text}],"resource":${text},"authorizer":${text}}`,
  )
  for (const authorization of [undefined, 'NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']) {
    const stated = readRequest({
      action: 'execute-api:Invoke',
      resource: 'arn:aws:execute-api:us-east-1:123456789012:a/prod/GET/pets',
      principal: { type: 'AWS', arn: 'arn:aws:iam::123456789012:user/a' },
      context: { 'aws:SourceIp': '203.0.113.1', 'aws:TagKeys': ['a', 'b'], 'aws:CurrentTime': '2029-01-01' },
      authenticated: true,
      authorization,
    })
    if (typeof stated === 'string') return stated
    const policies = compilePolicies(wrapped.root, root => ({
      root,
      originOf: part => originOfPart(wrapped, part),
    }))
    const { decision, statement, reason } = evaluate(stated, policies)
    if ((decision === 'implicitDeny') !== (statement === undefined) && reason !== 'open') {
      return `${decision} with${statement ? '' : 'out'} a deciding statement`
    }
  }
  return undefined
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .map(name => readFileSync(path.join(folder, name), 'utf8'))
    .filter(text => text.length < 20_000)
}
