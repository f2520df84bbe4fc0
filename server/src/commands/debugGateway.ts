import { Writable } from 'node:stream'
import type { Api } from '../api/api.ts'
import { templatesOfApi } from '../debugger/templateLines.ts'
import type { LaunchAttributes, Launched, Launching } from './launched.ts'
import { launchArguments } from './launchArguments.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { terminalReporter } from './gatewayHostReporter.ts'
import { UsageError } from './options.ts'
import { serve } from './serve.ts'
import { readServeOptions } from './serveOptions.ts'

/** Serves a definition in this process; a sentence says why it cannot be served. */
export async function launchGateway(
  given: LaunchAttributes,
  launching: Launching,
): Promise<Launched | string> {
  const { definition } = given
  if (typeof definition !== 'string')
    return "the launch names nothing to debug: it takes 'definition', 'template' or 'tests'"
  const args = launchArguments(given, ['definition'])
  if (typeof args === 'string') return args
  const options = readServeOptions([...args, '--', definition])
  if (options instanceof UsageError) return options.message
  if (options.logs.accessLog === '-' || options.logs.executionLog === '-')
    return 'stdout is for the protocol: give accessLog and executionLog a file'
  let end: () => void = () => undefined
  const ended = new Promise<void>(resolve => (end = resolve))
  let apis: () => readonly Api[] = () => []
  const problems: string[] = []
  let isOver = false
  let done: Promise<number> = Promise.resolve(1)
  const status = await new Promise<number | undefined>((settled, fail) => {
    done = serve(options, {
      control: undefined,
      terminal: consoleReporter(launching, problems),
      print: line => launching.tell('console', `${line}\n`),
      ended,
      debugging: launching.debugging,
      listening: served => {
        apis = served
        settled(undefined)
      },
    })
    done.then(settled, fail)
  })
  if (status !== undefined) return problems[0] ?? `the gateway ended with status ${status}`
  done.then(
    code => isOver || launching.finished(code),
    (error: unknown) => {
      launching.tell('stderr', `${String(error)}\n`)
      if (!isOver) launching.finished(1)
    },
  )
  return {
    templates: () => apis().flatMap(templatesOfApi),
    begin: () => undefined,
    stop: async () => {
      isOver = true
      end()
      await done
    },
  }
}

/** What `serve` tells in a terminal, in the client's console; what is wrong is kept as well. */
function consoleReporter({ tell }: Launching, problems: string[]): Reporter {
  const lines = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      tell('console', chunk.toString())
      done()
    },
  })
  const told = terminalReporter(lines)
  return {
    ...told,
    log: line => tell('stdout', `${line.functionId} | ${line.text}\n`),
    problem: (message, source) => {
      problems.push(source ? `${source.file}:${source.line + 1}: ${message}` : message)
      told.problem(message, source)
    },
  }
}
