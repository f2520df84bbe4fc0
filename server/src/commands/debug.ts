import type { GatewayDebugSession } from '../debugger/debugSession.ts'
import { onShutdown } from '../functions/platform.ts'
import { systemClock } from '../io/clock.ts'
import { launchGateway } from './debugGateway.ts'
import { Debugging } from './debugging.ts'
import { launchTemplate } from './debugTemplate.ts'
import { launchTests } from './debugTests.ts'
import type { LaunchAttributes, Launched, Launching } from './launched.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

/**
 * `gatehouse debug`: a debug adapter over stdin and stdout for any client of the Debug Adapter Protocol. `launch` starts
 * what it debugs in this process: a gateway (`definition`), one template (`template`) or tests (`tests`). Exit status 0
 * when the client has left, 2 for wrong usage.
 * https://microsoft.github.io/debug-adapter-protocol/specification
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {})
  if (parsed instanceof UsageError) return reportUsage('debug', parsed)
  if (parsed.positionals.length > 0)
    return reportUsage('debug', new UsageError('what is debugged stands in the launch request of the client'))
  const { stdin, stdout } = process
  let close: () => Promise<void> = async () => undefined
  await new Promise<void>(left => {
    const adapter = openAdapter(left)
    close = adapter.close
    onShutdown(left)
    stdin.on('end', left).on('close', left).on('error', left)
    stdout.on('error', left)
    adapter.session.start(stdin, stdout)
  })
  await close()
  stdin.destroy()
  return 0
}

function openAdapter(left: () => void): {
  readonly session: GatewayDebugSession
  readonly close: () => Promise<void>
} {
  const debugging = new Debugging(systemClock.clock)
  let launched: Launched | undefined
  const stop = async () => {
    const last = launched
    launched = undefined
    await last?.stop()
  }
  const session: GatewayDebugSession = debugging.open({
    templates: () => launched?.templates() ?? [],
    launch: async given => {
      if (launched) return 'something is debugged already: restart it, or disconnect'
      const started = await launcherOf(given)(given, {
        debugging,
        tell: (category, text) => session.tell(category, text),
        tellTest: event => session.tellTest(event),
        finished: exitCode => session.finished(exitCode),
      })
      if (typeof started === 'string') return started
      launched = started
      return undefined
    },
    configured: () => launched?.begin(),
    stop,
    left,
  })
  const close = async () => {
    session.letGo()
    await stop()
  }
  return { session, close }
}

function launcherOf(
  given: LaunchAttributes,
): (given: LaunchAttributes, launching: Launching) => Promise<Launched | string> {
  if (given['template'] !== undefined) return launchTemplate
  return given['tests'] === undefined ? launchGateway : launchTests
}
