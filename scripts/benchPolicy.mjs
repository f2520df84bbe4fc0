#!/usr/bin/env node
// How long one evaluation of a request takes once its policies are prepared, beside JSON.parse of the same policies.
//   node scripts/benchPolicy.mjs [--cases FOLDER]    FOLDER: JSON files of cases {request, policies}; else built-in ones
import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({ options: { cases: { type: 'string' } } })
const limit = 50

const outfile = path.join(root, 'out', 'bench', 'policy.mjs')
await build({
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  stdin: {
    contents: `export { compilePolicies, evaluate } from './evaluate/evaluate.ts'
export { readRequest } from './evaluate/readRequest.ts'
export { treeOfValue } from './policyTree.ts'`,
    resolveDir: path.join(root, 'server', 'src', 'policy'),
    loader: 'ts',
  },
  outfile,
})
const { compilePolicies, evaluate, readRequest, treeOfValue } = await import(pathToFileURL(outfile).href)

const cases = values.cases === undefined ? builtIn() : casesIn(path.resolve(values.cases))
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
const results = cases.map(({ request, policies }) => {
  const stated = readRequest(request)
  if (typeof stated === 'string') throw new Error(stated)
  const place = root => ({ root, originOf: ({ pointer }) => ({ file: '', pointer, range }) })
  const prepared = compilePolicies(treeOfValue(policies), place)
  const text = JSON.stringify(policies)
  return {
    evaluation: microseconds(() => evaluate(stated, prepared)),
    preparation: microseconds(() => compilePolicies(treeOfValue(policies), place)),
    parse: microseconds(() => JSON.parse(text)),
  }
})
const [evaluation, preparation, parse] = ['evaluation', 'preparation', 'parse'].map(name =>
  middle(results.map(result => result[name])),
)
const slowest = Math.max(...results.map(result => result.evaluation))
console.log(
  `${cases.length} requests, medians: evaluation ${evaluation.toFixed(2)} µs (slowest ${slowest.toFixed(2)} µs)`,
)
console.log(`preparation ${preparation.toFixed(2)} µs, JSON.parse of the policies ${parse.toFixed(2)} µs`)
console.log(`evaluation : JSON.parse = ${(evaluation / parse).toFixed(2)}`)
process.exit(evaluation <= limit ? 0 : 1)

/** The median of several rounds, a call in microseconds. */
function microseconds(run) {
  const calls = 200
  for (let call = 0; call < calls; call++) run()
  const rounds = Array.from({ length: 15 }, () => {
    const started = performance.now()
    for (let call = 0; call < calls; call++) run()
    return ((performance.now() - started) * 1000) / calls
  })
  return middle(rounds)
}

function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

function casesIn(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .flatMap(name => JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
    .filter(({ request }) => request)
}

/** A caller with two policies of four statements each, and an API's policy of five statements. */
function builtIn() {
  const api = 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5'
  const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']
  const statements = Array.from({ length: 4 }, (_, index) => ({
    Sid: `S${index}`,
    Effect: index === 3 ? 'Deny' : 'Allow',
    Action: ['s3:Get*', 'dynamodb:*Item', 'execute-api:Invoke'],
    Resource: [
      `${api}/prod/${verbs[index % 5]}/books/*`,
      `${api}/prod/*/users/\${aws:username}/orders/${index}`,
    ],
    Condition: {
      StringEquals: { 'aws:PrincipalTag/team': ['blue', 'green', `team-${index}`] },
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
    },
  }))
  const policy = { Version: '2012-10-17', Statement: statements }
  const resource = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      ...['aws:SourceVpce', 'aws:SourceVpc', 'aws:PrincipalOrgID', 'aws:userid'].map(key => ({
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/prod/*',
        Condition: { StringEquals: { [key]: ['a', 'b', 'c'] } },
      })),
    ],
  }
  const context = { 'aws:username': 'alice', 'aws:SourceIp': '203.0.113.9', 'aws:PrincipalTag/team': 'green' }
  return verbs.map(verb => ({
    request: {
      action: 'execute-api:Invoke',
      resource: `${api}/prod/${verb}/users/alice/orders/2`,
      principal: { type: 'AWS', arn: 'arn:aws:iam::123456789012:user/alice', account: '123456789012' },
      context,
      sameAccount: true,
      authorization: 'AWS_IAM',
    },
    policies: { identity: [policy, policy], resource },
  }))
}
