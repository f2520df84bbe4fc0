#!/usr/bin/env node
// node scripts/templateDifference.mjs --oracle COMMAND [--command COMMAND] [--templates N] [--seed N] [--show N]
// Renders generated templates through two programs that answer `render --batch` (NDJSON in, NDJSON out): the engine that
// AWS runs, and ours. Prints what differs; an error is equal to any other error, an array's address to any other. Where
// ours refuses with 'not emulated' it is counted apart. Ends with 1 when something differs.
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
    command: { type: 'string', default: `node ${path.join(root, 'dist', 'gatehouse.js')}` },
    templates: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    show: { type: 'string', default: '20' },
  },
})
if (values.oracle === undefined) {
  console.error(
    'usage: templateDifference.mjs --oracle COMMAND [--command COMMAND] [--templates N] [--seed N]',
  )
  process.exit(2)
}

const outfile = path.join(root, 'out', 'fuzz', 'templateGenerator.mjs')
await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  entryPoints: [path.join(root, 'test', 'fuzz', 'templateGenerator.ts')],
  outfile,
})
const { generateTemplate, seededNumbers } = await import(pathToFileURL(outfile).href)

const [count, seed] = [Number(values.templates), Number(values.seed)]
console.log(`seed ${seed}, ${count} templates`)
const random = seededNumbers(seed)
const cases = Array.from({ length: count }, (_, id) => {
  const { template, variables } = generateTemplate(random)
  return { id, template, context: { variables } }
})
const [expected, actual] = await Promise.all([answersOf(values.oracle), answersOf(values.command)])

let differing = 0
let notEmulated = 0
let refused = 0
for (const one of cases) {
  const [want, got] = [expected.get(one.id), actual.get(one.id)]
  if (want?.error) refused++
  if (want && got && withoutAddresses(want) === withoutAddresses(got) && !want.error === !got.error) continue
  if (got?.error?.message.startsWith('not emulated')) {
    notEmulated++
    continue
  }
  differing++
  if (differing > Number(values.show)) continue
  console.log(`\n${JSON.stringify(one)}\n  oracle ${brief(want)}\n  ours   ${brief(got)}`)
}
console.log(
  `\n${count} templates, ${refused} refused by the oracle, ${notEmulated} not emulated here, ${differing} differ`,
)
process.exit(differing > 0 ? 1 : 0)

async function answersOf(command) {
  const child = spawn(`${command} render --batch`, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(cases.map(one => `${JSON.stringify(one)}\n`).join(''))
  const answers = new Map()
  for await (const line of createInterface({ input: child.stdout })) {
    const answer = JSON.parse(line)
    answers.set(answer.id, answer)
  }
  return answers
}

/** Java prints an array as its class and an address that no two runs share. */
function withoutAddresses({ output }) {
  return output?.replace(/\[(?:L[\w.]+;|[BC])@[0-9a-f]+/g, '[@')
}

function brief(answer) {
  if (!answer) return 'no answer'
  return answer.error ? `error: ${String(answer.error.message).slice(0, 300)}` : JSON.stringify(answer.output)
}
