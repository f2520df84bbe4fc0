#!/usr/bin/env node
// node scripts/jsonPathDifference.mjs --oracle COMMAND [--second COMMAND] [--cases N] [--seed N]
// Reads generated documents by generated paths, here and in json-path. COMMAND reads NDJSON {"id","template","context"}
// and writes {"id","output"} or {"id","error"}, as `gatehouse render --batch` does. With a second command (another
// version of json-path) a difference from the first is explained where the two differ from each other, and what agrees
// with the second counts. Prints the seed; ends with 1 when a difference is unexplained.
import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({
  options: {
    oracle: { type: 'string' },
    second: { type: 'string' },
    cases: { type: 'string', default: '50000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    show: { type: 'string', default: '15' },
  },
})
if (values.oracle === undefined) {
  console.error(
    'usage: node scripts/jsonPathDifference.mjs --oracle COMMAND [--second COMMAND] [--cases N] [--seed N]',
  )
  process.exit(2)
}

const outfile = path.join(root, 'out', 'fuzz', 'jsonPathAnswer.mjs')
await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  entryPoints: [path.join(root, 'test', 'fuzz', 'jsonPathAnswer.ts')],
  outfile,
})
const { answerOf, jsonPathCases } = await import(pathToFileURL(outfile).href)

const [count, seed] = [Number(values.cases), Number(values.seed)]
console.log(`seed ${seed}, ${count} cases`)
const next = jsonPathCases(seed)
const cases = Array.from({ length: count }, (_, index) => ({
  ...next(),
  member: index % 2 ? 'path' : 'json',
}))
const commands = [values.oracle, values.second].filter(command => command !== undefined)
const [first, second] = await Promise.all(commands.map(command => answersOf(command, cases)))

let [same, explained, unexplained, exceptions] = [0, 0, 0, 0]
for (const [index, { body, path: text, member }] of cases.entries()) {
  const ours = answerOf({ body, path: text }, member)
  if (ours === 'exception') exceptions++
  const wanted = second?.[index] ?? first[index]
  if (ours === wanted) {
    if (ours === first[index]) same++
    else explained++
    continue
  }
  unexplained++
  if (unexplained > Number(values.show)) continue
  console.log(`\n$input.${member}('${text}')  of  ${body}`)
  console.log(`  here    ${ours}\n  oracle  ${first[index]}${second ? `\n  second  ${second[index]}` : ''}`)
}
console.log(
  `${same} the same, ${explained} where the two versions differ, ${unexplained} unexplained (${exceptions} of ${count} end in an exception)`,
)
process.exit(unexplained > 0 ? 1 : 0)

/** The answers of an oracle, by the index of the case. */
async function answersOf(command, wanted) {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'ignore'] })
  const answers = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', line => {
    const { id, output } = JSON.parse(line)
    answers[id] = output ?? 'exception'
  })
  for (const [id, { body, path: text, member }] of wanted.entries()) {
    const line = JSON.stringify({
      id,
      template: `$input.${member}($p)`,
      context: { body, variables: { p: text } },
    })
    if (!child.stdin.write(`${line}\n`)) await new Promise(done => child.stdin.once('drain', done))
  }
  child.stdin.end()
  await new Promise(done => lines.once('close', done))
  return answers
}
