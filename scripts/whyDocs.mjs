#!/usr/bin/env node
// Writes docs/why.md from the causes themselves.
//   node scripts/whyDocs.mjs
import { build } from 'esbuild'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/** @returns {Promise<Record<string, { status: string, title: string, line: string, documentation: string }>>} */
async function loadCauses() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'server/src/gateway/why/causes.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  })
  const text = outputFiles[0]?.text ?? ''
  const { causes } = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)
  return causes
}

/** The page as it is to stand in docs/why.md. */
export async function whyMarkdown() {
  const causes = Object.entries(await loadCauses())
  const rows = causes.map(
    ([id, { status, title, line, documentation }]) =>
      `| \`${id}\` | ${status} | ${title} | ${line} | [AWS](${documentation}) |`,
  )
  const text = `# Why?

Made by \`node scripts/whyDocs.mjs\` from the causes in \`server/src/gateway/why/causes.ts\`.

Every answer of 400 or more says why it came: the first step that decided, in one sentence, with the line of the definition or
handler that it followed, what proves it, and the ways out. The invoke panel shows it as a card above the body;
\`gatehouse invoke DEFINITION METHOD PATH --why\` prints it, of a function URL too (\`--api ID\`); with \`--format json\` it is \`trace.why\`.
Of a WebSocket API every refused handshake, message and end of a connection has one: the console shows it where a frame opens,
\`gatehouse connect DEFINITION --why\` prints it.
An answer that is no failure is explained when there is something odd about it, and only when that is asked for.

A fix changes a file only where it is certain what to write (one undoable step; the request is sent again); all else leads to the line.

## Causes

Where two statuses stand, the first is that of REST APIs, the second that of HTTP APIs. A WebSocket API answers a handshake with a status, a message with a frame, and ends connections with codes
(RFC 6455); the causes of the others hold for it as well where nothing else is said.

| cause | status | what happened | line that Why? names | |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

## CORS

A browser hides the status of an answer that its page may not read. \`gatehouse invoke DEFINITION METHOD PATH --origin https://shop.example\` plays the browser (so does _Check CORS_ in the panel):
it asks by \`OPTIONS\` where a browser would, sends the request with its \`Origin\`, and looks at every answer that API Gateway itself may give on that method (401, 403, 429, 5xx).
For each it names the header that is missing and where to add it. The request is a real one: the handler runs. The command ends with 1 when something is missing.
`
  const options = await resolveConfig(path.join(root, 'docs/why.md'))
  return format(text, { ...options, parser: 'markdown' })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(path.join(root, 'docs/why.md'), await whyMarkdown())
}
