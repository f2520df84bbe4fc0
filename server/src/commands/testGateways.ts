import { diskFiles } from '../io/files.ts'
import { systemClock } from '../io/clock.ts'
import { openCannedAnswers, readCannedAnswers } from '../io/cannedAnswers.ts'
import { createServices } from '../io/services.ts'
import type { EnvironmentFiles } from '../definitions/environmentFiles.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { GatewayState } from '../gateway/state.ts'
import type { World } from '../gateway/world.ts'
import type { Variables } from '../testing/placeholders.ts'
import { TestFault } from '../testing/placeholders.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import type { BackendOptions } from './backendOptions.ts'
import { readBackends } from './backendOptions.ts'
import type { Debugging } from './debugging.ts'
import type { FunctionOptions } from './functionOptions.ts'
import type { ChosenApi } from './gatewayFront.ts'
import type { Host } from './gatewayHost.ts'
import { openHost } from './gatewayHost.ts'
import type { Chosen } from './gatewayHostApis.ts'
import { chooseApis, placed } from './gatewayHostApis.ts'
import { UsageError } from './options.ts'
import type { TestSettings } from './testSettings.ts'
import { fileAt } from './testSettings.ts'
import type { OpenTrust } from './trustOptions.ts'
import { openTrust, readTrust } from './trustOptions.ts'

/** What the command line says of the gateways that tests are run against. */
export interface TestGatewayOptions {
  readonly given: ReadOptions
  readonly functionsOf: string | undefined
  readonly backends: Parameters<typeof readBackends>[0]
  readonly functions: FunctionOptions
  readonly jwks: readonly string[]
  /** Saved code runs from the next test on. */
  readonly stays: boolean
  readonly onProblem: (message: string) => void
  readonly onCodeChanged: () => void
  /** Whoever debugs the tests. */
  readonly debugging?: Debugging
}

/** A gateway that is ready for one test. */
export interface TestGateway {
  readonly chosen: Chosen
  readonly served: ChosenApi
  readonly opened: OpenTrust
  /** A world of its own: no other test has used its buckets, quotas and caches. */
  readonly world: World
}

/** The gateways of a run: definitions are read once, functions stay warm from one test to the next. */
export interface TestGateways {
  /** Throws a `TestFault` where the gateway of a test cannot be had. */
  readonly open: (
    settings: TestSettings,
    test: StatedTest,
    file: TestFile,
    variables: Variables,
  ) => TestGateway
  /** The definition of a test that sends no request. Throws a `TestFault`. */
  readonly read: (settings: TestSettings, test: StatedTest) => Chosen
  /** Reads definitions anew from now on; functions that differ start anew. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

interface Opened {
  readonly identities: string | undefined
  readonly host: Host
  readonly opened: OpenTrust
  readonly backends: BackendOptions
}

export function createTestGateways(options: TestGatewayOptions): TestGateways {
  const hosts = new Map<string, Opened>()
  let chosenBy = new Map<string, Chosen>()

  const hostOf = (settings: TestSettings, test: StatedTest): Opened => {
    const key = JSON.stringify([settings.definition, settings.identities])
    const opened = hosts.get(key) ?? openFor(settings, test, options)
    hosts.set(key, opened)
    return opened
  }
  const read = (settings: TestSettings, test: StatedTest): Chosen => {
    const { definition, api, stage, stageVariables, environment } = settings
    const key = JSON.stringify([definition, api, stage, [...stageVariables], [...environment]])
    const chosen = chosenBy.get(key) ?? choose(settings, test, options)
    chosenBy.set(key, chosen)
    return chosen
  }
  return {
    read,
    open: (settings, test, file, variables) => {
      const chosen = read(settings, test)
      const served = servedBy(chosen, settings, test)
      const { host, opened, backends } = hostOf(settings, test)
      host.define(chosen.definition)
      for (const { gateway } of chosen.apis) gateway.flushAuthorizers()
      const { clock, stub, canned } = settings
      const state = new GatewayState()
      const offset = clock === undefined ? 0 : clock - systemClock.now()
      const now = () => systemClock.now() + offset + state.clockOffset
      const answers = canned && cannedAnswers(canned, file, variables)
      const { fetch } = host.world
      const { onProblem } = options
      const callService = answers
        ? createServices({ ...backends, canned: answers, fetch, now: systemClock.now, onProblem })
        : host.world.callService
      const world = { ...host.world, state, now, callService, stubs: stub ?? host.world.stubs }
      return { chosen, served, opened, world }
    },
    forget: () => {
      chosenBy = new Map()
      for (const { opened, identities } of hosts.values()) {
        const text = identities === undefined ? undefined : diskFiles.read(identities)
        if (identities !== undefined && text !== undefined) opened.replaceIdentities(identities, text)
      }
    },
    close: async () => {
      await Promise.all([...hosts.values()].map(({ host }) => host.close()))
    },
  }
}

function openFor(
  { definition, identities }: TestSettings,
  test: StatedTest,
  options: TestGatewayOptions,
): Opened {
  const refuse = ({ message }: UsageError): never => {
    throw new TestFault(test.nameNode, message)
  }
  const trust = readTrust({
    identities,
    jwks: options.jwks,
    'skip-authorizers': false,
    as: undefined,
  })
  if (trust instanceof UsageError) return refuse(trust)
  const backends = readBackends(options.backends, definition, process.env)
  if (backends instanceof UsageError) return refuse(backends)
  const opened = openTrust(trust, process.env)
  const host = openHost({
    file: definition,
    others: options.functionsOf === undefined ? [] : [options.functionsOf],
    backends,
    functions: options.functions,
    stays: options.stays,
    ...(options.debugging && { debugging: options.debugging }),
    trust: opened.trust,
    // A request's lines stand in its trace.
    onLog: () => undefined,
    onProblem: options.onProblem,
    onCode: options.onCodeChanged,
  })
  return { host, opened, backends, identities }
}

function choose(settings: TestSettings, test: StatedTest, options: TestGatewayOptions): Chosen {
  const { definition, api, stage, stageVariables, environment } = settings
  const environmentFiles: EnvironmentFiles = { ...options.functions.environmentFiles, stated: environment }
  const choice = {
    file: definition,
    api,
    stage: stage ?? options.given.stage,
    deployment: {
      stageVariables,
      ...(options.functionsOf !== undefined && { functions: options.functionsOf }),
    },
    environmentFiles,
    read: { ...options.given, ...(stage !== undefined && { stage }), documentedAnswers: true },
  }
  const chosen = chooseApis(choice, diskFiles)
  if (chosen.type === 'chosen') return chosen
  const { at, message } = chosen
  throw new TestFault(test.nameNode, at ? placed({ file: at.file, ...at.range.start }, message) : message)
}

function servedBy({ apis }: Chosen, { api, definition }: TestSettings, test: StatedTest): ChosenApi {
  const served = api === undefined ? (apis.find(each => each.api.type !== 'websocket') ?? apis[0]) : apis[0]
  if (!served) throw new TestFault(test.nameNode, `'${definition}' defines no API that takes requests`)
  if (served.api.type === 'websocket') {
    const message = `'${served.api.name}' is a WebSocket API: tests of its messages are not there yet; use 'gatehouse connect'`
    throw new TestFault(test.nameNode, message)
  }
  return served
}

function cannedAnswers(node: NonNullable<TestSettings['canned']>, file: TestFile, variables: Variables) {
  const answers =
    node.type === 'scalar'
      ? openCannedAnswers(fileAt(node, file, variables))
      : readCannedAnswers(file.file, node)
  if (typeof answers === 'string') throw new TestFault(node, answers)
  return answers
}
