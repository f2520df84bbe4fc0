import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

const files = {
  'app.py': `
import decimal, json, logging, os, sys, time
from helper.text import shout

COUNT = 0

def hello(event, context):
    global COUNT
    COUNT += 1
    print('hello', event['name'])
    return {'said': shout(event['name']), 'count': COUNT, 'id': context.aws_request_id,
            'name': context.function_name, 'arn': context.invoked_function_arn, 'mb': context.memory_limit_in_mb,
            'left': 0 < context.get_remaining_time_in_millis() <= 3000, 'trace': os.environ['_X_AMZN_TRACE_ID'],
            'table': os.environ['TABLE'], 'handler': os.environ['_HANDLER']}

def fails(event, context):
    raise ValueError('no such book')

def logs(event, context):
    logging.getLogger().warning('low on %s', 'paper')
    sys.stderr.write('to stderr\\n')

def numbers(event, context):
    return {'price': decimal.Decimal('1.10'), 'text': 'ü'}

def unserializable(event, context):
    return {1, 2}

def exits(event, context):
    sys.exit(3)

def parricide(event, context):
    os.kill(os.getppid(), 9)

def spins(event, context):
    while True:
        pass

def large(event, context):
    return 'x' * 7 * 1024 * 1024
`,
  'helper/text.py': `def shout(text):\n    return text.upper() + '!'\n`,
  'broken.py': `def handler(event, context)\n    return 1\n`,
  'needs.py': `import not_installed_anywhere\n\ndef handler(event, context):\n    return 1\n`,
  'crash.py': `raise KeyError('TABLE')\n`,
}

let bench: Bench
beforeAll(async () => (bench = await openBench(files)))
afterAll(() => bench.close())

function run(handler: string, event: object = {}) {
  const python = lambda(bench.folder, handler, {
    id: handler,
    runtime: fact('python3.11'),
    environment: new Map([['TABLE', fact('books')]]),
  })
  return bench.invoke(python, { event: JSON.stringify(event) })
}

describe('a Python handler', () => {
  fidelity('Functions', 'Python: handlers by module and name, what they may return', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html',
  })
  fidelity('Functions', 'Python: the context', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/python-context.html',
  })

  test('gets its event and context, keeps its state, and its output is its log', async () => {
    const first = await run('app.hello', { name: 'ada' })
    expect(first.type).toBe('success')
    expect(first.log[0]).toEqual({ functionId: 'app.hello', stream: 'stdout', text: 'hello ada' })
    expect(first.log[1]?.text).toMatch(
      /^REPORT RequestId: request-1\t.*\tMax Memory Used: \d+ MB\tInit Duration: /,
    )
    expect(JSON.parse(first.payload)).toEqual({
      said: 'ADA!',
      count: 1,
      id: 'request-1',
      name: 'orders',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
      mb: '128',
      left: true,
      trace: 'Root=1-2-3',
      table: 'books',
      handler: 'app.hello',
    })
    expect(first.source).toEqual({ file: `${bench.folder}/app.py`, line: 6 })
    expect(first).toHaveProperty('initMs')
    const second = await run('app.hello', { name: 'bob' })
    expect(JSON.parse(second.payload)).toMatchObject({ count: 2 })
    expect(second).not.toHaveProperty('initMs')
  })

  test('whose exception nothing catches: Lambda’s error, and the log that Lambda writes', async () => {
    const result = await run('app.fails')
    expect(result).toMatchObject({
      type: 'error',
      cause: 'handler',
      errorType: 'ValueError',
      errorMessage: 'no such book',
    })
    expect(JSON.parse(result.payload)).toEqual({
      errorMessage: 'no such book',
      errorType: 'ValueError',
      requestId: 'request-1',
      stackTrace: [
        `  File "${bench.folder}/app.py", line 17, in fails\n    raise ValueError('no such book')\n`,
      ],
    })
    expect(result.log.slice(0, 4).map(({ text }) => text)).toEqual([
      '[ERROR] ValueError: no such book',
      'Traceback (most recent call last):',
      `  File "${bench.folder}/app.py", line 17, in fails`,
      `    raise ValueError('no such book')`,
    ])
  })

  test('logging has Lambda’s format; stderr is told apart', async () => {
    const { log } = await run('app.logs')
    expect(log).toContainEqual({
      functionId: 'app.logs',
      stream: 'stdout',
      text: expect.stringMatching(
        /^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\trequest-1\tlow on paper$/,
      ) as string,
    })
    expect(log).toContainEqual({ functionId: 'app.logs', stream: 'stderr', text: 'to stderr' })
  })

  test('decimals keep their digits', async () => {
    const { payload } = await run('app.numbers')
    expect(payload).toBe('{"price": 1.10, "text": "\\u00fc"}')
  })

  test.each([
    [
      'app.unserializable',
      'handler',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set',
    ],
    ['app.large', 'responseTooLarge', 'Function.ResponseSizeTooLarge', 'Response payload size exceeded'],
    [
      'app.exits',
      'exit',
      'Runtime.ExitError',
      'RequestId: request-1 Error: Runtime exited with error: exit status 3',
    ],
    [
      'app.parricide',
      'exit',
      'Runtime.ExitError',
      'RequestId: request-1 Error: Runtime exited with error: signal: killed',
    ],
    ['app.missing', 'init', 'Runtime.HandlerNotFound', "Handler 'missing' missing on module 'app'"],
    ['handler', 'init', 'Runtime.MalformedHandlerName', "Bad handler 'handler': not enough values to unpack"],
    [
      'needs.handler',
      'init',
      'Runtime.ImportModuleError',
      "Unable to import module 'needs': No module named 'not_ins",
    ],
    ['crash.handler', 'init', 'KeyError', "'TABLE'"],
  ])('%s is answered in Lambda’s words', async (handler, cause, errorType, message) => {
    const result = await run(handler)
    expect(result).toMatchObject({ type: 'error', cause, errorType })
    expect(result).toHaveProperty('errorMessage', expect.stringContaining(message))
  })

  test('a syntax error is placed', async () => {
    expect(await run('broken.handler')).toMatchObject({
      type: 'error',
      cause: 'init',
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: expect.stringContaining("Syntax error in module 'broken': expected ':'") as string,
      source: { file: `${bench.folder}/broken.py`, line: 0 },
    })
  })

  test('an endless loop ends at the function’s Timeout', async () => {
    const python = lambda(bench.folder, 'app.spins', {
      id: 'spins',
      runtime: fact('python3.11'),
      timeout: fact(1),
    })
    expect(await bench.invoke(python)).toMatchObject({
      type: 'timeout',
      limit: 'function',
      errorMessage: 'RequestId: request-1 Error: Task timed out after 1.00 seconds',
    })
  })

  test('another version than asked for is said', async () => {
    const python = lambda(bench.folder, 'app.numbers', { id: 'other', runtime: fact('python3.99') })
    const { notes } = await bench.invoke(python)
    expect(notes).toEqual([expect.stringMatching(/^python3\.99 is not installed, ran on Python 3\.\d+$/)])
  })
})
