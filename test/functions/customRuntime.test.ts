import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

// A runtime of a few lines in Bash with curl: what AWS's tutorial teaches people to write.
const loop = (answer: string) => `#!/bin/bash
set -u
API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
echo "init in $LAMBDA_TASK_ROOT for $_HANDLER"
while true; do
  HEADERS="$(mktemp)"
  EVENT=$(curl -sS -D "$HEADERS" "$API/invocation/next")
  ID=$(grep -i '^lambda-runtime-aws-request-id:' "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  DEADLINE=$(grep -i '^lambda-runtime-deadline-ms:' "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  rm "$HEADERS"
  ${answer}
done
`
const files = {
  'echo/bootstrap': loop(
    'echo "event of $ID" >&2; curl -sS -X POST "$API/invocation/$ID/response" -d "{\\"event\\":$EVENT,\\"deadline\\":$DEADLINE}" > /dev/null',
  ),
  'fails/bootstrap': loop(
    `curl -sS -X POST "$API/invocation/$ID/error" -H 'Lambda-Runtime-Function-Error-Type: Shop.Closed' -d '{"errorMessage":"closed","errorType":"ShopClosed"}' > /dev/null`,
  ),
  'large/bootstrap': loop(
    `head -c 7000000 /dev/zero | tr '\\0' x | curl -sS -X POST "$API/invocation/$ID/response" --data-binary @- -o answer -w '%{http_code}\\n'; cat answer`,
  ),
  'streams/bootstrap': loop(
    `printf '"streamed"' | curl -sS -X POST "$API/invocation/$ID/response" -H 'Lambda-Runtime-Function-Response-Mode: streaming' -H 'Transfer-Encoding: chunked' --data-binary @- > /dev/null`,
  ),
  'wrong/bootstrap': loop(
    `curl -sS -X POST "$API/invocation/not-mine/response" -d 1; curl -sS -X POST "$API/init/error" -d 1; curl -sS -X POST "$API/invocation/$ID/response" -d 1; curl -sS -X POST "$API/invocation/$ID/response" -d 2; curl -sS "$API/nothing"`,
  ),
  'exits/bootstrap': loop('exit 5'),
  'never/bootstrap': loop('sleep 60'),
  'init/bootstrap': `#!/bin/bash
curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/init/error" -d '{"errorMessage":"no table","errorType":"Init.Failed"}'
exit 1
`,
  'dies/bootstrap': '#!/bin/bash\necho last words\nexit 9\n',
  // What AWS's tutorial has people write, command by command; its /bin/sh is Bash on Amazon Linux.
  'tutorial/bootstrap': `#!/bin/sh

set -euo pipefail

source $LAMBDA_TASK_ROOT/"$(echo $_HANDLER | cut -d. -f1).sh"

while true
do
  HEADERS="$(mktemp)"
  EVENT_DATA=$(curl -sS -LD "$HEADERS" "http://\${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next")
  REQUEST_ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  RESPONSE=$($(echo "$_HANDLER" | cut -d. -f2) "$EVENT_DATA")
  curl "http://\${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$REQUEST_ID/response"  -d "$RESPONSE"
done
`,
  'tutorial/function.sh': `function handler () {
  EVENT_DATA=$1
  echo "$EVENT_DATA" 1>&2;
  RESPONSE="Echoing request: '$EVENT_DATA'"

  echo $RESPONSE
}
`,
  'plain/bootstrap': '#!/bin/bash\n',
  'empty/readme.txt': '',
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench(files)
  for (const name of Object.keys(files)) {
    if (!name.startsWith('plain') && !name.startsWith('empty'))
      chmodSync(path.join(bench.folder, name), 0o755)
  }
})
afterAll(() => bench.close())

function run(name: string, event = '{}', timeoutSeconds = 10) {
  const custom = lambda(path.join(bench.folder, name), 'function.handler', {
    id: name,
    runtime: fact('provided.al2023'),
    timeout: fact(timeoutSeconds),
  })
  return bench.invoke(custom, { event })
}

describe.skipIf(process.platform === 'win32')('a custom runtime speaks the Runtime API', () => {
  fidelity('Functions', 'Runtime API: next, response, errors, chunked answers, refused states', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html',
  })
  fidelity('Functions', 'Custom runtimes: bootstrap', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html',
  })

  test('next and response; its output is the log; it is started once', async () => {
    const before = Date.now()
    const first = await run('echo', '{"a":"ü"}')
    expect(first).toMatchObject({ type: 'success' })
    const { event, deadline } = JSON.parse(first.payload) as { event: unknown; deadline: number }
    expect(event).toEqual({ a: 'ü' })
    expect(deadline).toBeGreaterThan(before)
    expect(first.log).toContainEqual({ functionId: 'echo', stream: 'stderr', text: 'event of request-1' })
    expect(first).toHaveProperty('initMs')
    const second = await run('echo', '[2]')
    expect(second).toMatchObject({ type: 'success' })
    expect(second).not.toHaveProperty('initMs')
    const inits = bench.logged.filter(({ text }) => text.startsWith('init in'))
    expect(inits.map(({ text }) => text)).toEqual([
      `init in ${path.join(bench.folder, 'echo')} for function.handler`,
    ])
  })

  test('the Bash runtime of AWS’s tutorial, event after event', async () => {
    for (const event of ['{"text":"Hello"}', '{"text":"ü"}']) {
      const result = await run('tutorial', event)
      expect(result).toMatchObject({ type: 'success', payload: `Echoing request: '${event}'` })
      expect(result.log).toContainEqual({ functionId: 'tutorial', stream: 'stderr', text: event })
      // What the Runtime API answered to its response.
      expect(result.log).toContainEqual(
        expect.objectContaining({ stream: 'stdout', text: '{"status":"OK"}' }),
      )
    }
  })

  test('an error it reports is the function’s', async () => {
    expect(await run('fails')).toMatchObject({
      type: 'error',
      cause: 'handler',
      errorType: 'ShopClosed',
      errorMessage: 'closed',
      payload: '{"errorMessage":"closed","errorType":"ShopClosed"}',
    })
  })

  test('an answer of more than 6 MB is refused with 413 and is Lambda’s error', async () => {
    const result = await run('large')
    expect(result).toMatchObject({
      type: 'error',
      cause: 'responseTooLarge',
      errorType: 'Function.ResponseSizeTooLarge',
    })
    await expect
      .poll(() => bench.logged.map(({ text }) => text))
      .toEqual(
        expect.arrayContaining([
          '413',
          '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
        ]),
      )
  })

  test('an answer in chunks is taken whole', async () => {
    expect(await run('streams')).toMatchObject({ type: 'success', payload: '"streamed"' })
  })

  test('an answer in chunks goes on as it comes where it is wanted so', async () => {
    const chunks: string[] = []
    const types: string[] = []
    const streams = lambda(path.join(bench.folder, 'streams'), 'x', {
      id: 'streamed',
      runtime: fact('provided.al2023'),
    })
    const result = await bench.invoke(streams, {
      stream: {
        idleMs: 60_000,
        contentType: type => void types.push(type),
        push: bytes => void chunks.push(Buffer.from(bytes).toString()),
      },
    })
    expect(result).toMatchObject({ type: 'success', payload: '' })
    expect([types, chunks.join('')]).toEqual([['application/x-www-form-urlencoded'], '"streamed"'])
  })

  test('what its state does not allow is refused, and harms nothing', async () => {
    expect(await run('wrong')).toMatchObject({ type: 'success', payload: '1' })
    await expect
      .poll(() => bench.logged.map(({ text }) => text))
      .toEqual(
        expect.arrayContaining([
          '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
          '{"errorMessage":"State transition from Running to InitError failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
          '{"status":"OK"}',
          '{"errorMessage":"State transition from ResponseSent to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
        ]),
      )
  })

  test('it cannot start, and says so', async () => {
    expect(await run('init')).toMatchObject({
      type: 'error',
      cause: 'init',
      errorType: 'Init.Failed',
      errorMessage: 'no table',
    })
  })

  test.each([
    ['exits', 'exit status 5'],
    ['dies', 'exit status 9'],
  ])('%s: its end is noticed', async (name, why) => {
    expect(await run(name)).toMatchObject({
      type: 'error',
      cause: 'exit',
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: request-1 Error: Runtime exited with error: ${why}`,
    })
  })

  test('it never answers: the function’s Timeout', async () => {
    expect(await run('never', '{}', 1)).toMatchObject({ type: 'timeout', limit: 'function' })
  })

  test('a bootstrap that is not there, or may not be executed, is said with what to do', async () => {
    expect(await run('empty')).toMatchObject({
      cause: 'missing',
      errorMessage: expect.stringContaining(
        "'empty' cannot run here: there is no program 'bootstrap' in",
      ) as string,
    })
    expect(await run('plain')).toMatchObject({
      cause: 'missing',
      errorMessage: expect.stringContaining('may not be executed: make it executable (chmod +x)') as string,
    })
  })
})
