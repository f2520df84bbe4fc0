import type { CancellationToken } from 'vscode-languageserver'
import { answerFit } from '../language/answerFit.ts'
import { identityChoices } from '../language/identityChoices.ts'
import { designMap } from '../language/map/designMap.ts'
import { mapSvg } from '../language/map/mapSvg.ts'
import { outline } from '../language/outline.ts'
import { routeDetails } from '../language/routeDetails.ts'
import { routeVerdicts } from '../language/routeVerdicts.ts'
import { socketDetails } from '../language/socketDetails.ts'
import { whoMayCall } from '../language/whoMayCall.ts'
import type { AccessQuestion } from '../protocol/access.ts'
import type { MapQuestion } from '../protocol/designMap.ts'
import type { IdentityQuestion } from '../protocol/identities.ts'
import type { RouteReference } from '../protocol/places.ts'
import { savedTest } from '../language/savedTest.ts'
import type { NoSavedTest, SavedTest, SaveTestQuestion } from '../protocol/savedTests.ts'
import type { Workspace } from '../language/workspace.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { TestFile } from '../testing/testFile.ts'
import { outlineOf, testsOfDocument } from '../testing/testFile.ts'
import { isTestFileName } from '../testing/testFileName.ts'
import type { AnswerQuestion, GatehouseRequests, TraceFile, RoutingQuestion } from '../protocol/requests.ts'
import type { SourceLine, Trace } from '../protocol/trace.ts'
import { maskTrace } from '../traces/maskTrace.ts'
import { openTelemetryOf } from '../traces/openTelemetry.ts'
import { readTraceFile, traceFileText } from '../traces/traceFile.ts'
import { comparableText, traceText } from '../traces/traceText.ts'
import type { FeatureContext } from './lspContext.ts'

type SvgQuestion = GatehouseRequests['gatehouse/designMapSvg']['params']
type TraceTexts = GatehouseRequests['gatehouse/traceTexts']['result']
type TraceTextsQuestion = GatehouseRequests['gatehouse/traceTexts']['params']
type TraceFileQuestion = GatehouseRequests['gatehouse/traceFile']['params']

/** The requests beside LSP's own, which the tree and the panels ask. */
export function registerPanelRequests({
  connection,
  workspace,
  host,
  uris,
  reader,
  guarded,
}: FeatureContext): void {
  connection.onRequest('gatehouse/outline', async (...given: unknown[]) => {
    // A client may leave the null of the parameters out; the token is always last.
    await reader.readAll(given.at(-1) as CancellationToken)
    return guarded('outline', { gateways: [], unreadable: [] }, () =>
      outline(workspace.definitions(), workspace.files, uris, savedTests(workspace)),
    )
  })
  connection.onRequest('gatehouse/routeDetails', (reference: RouteReference) =>
    guarded('routeDetails', null, () => {
      return routeDetails(workspace.result(uris.toFile(reference.definition)), reference, uris) ?? null
    }),
  )
  connection.onRequest(
    'gatehouse/socketDetails',
    ({ definition, apiId }: GatehouseRequests['gatehouse/socketDetails']['params']) =>
      guarded('socketDetails', null, () => {
        return socketDetails(workspace.result(uris.toFile(definition)), apiId, uris) ?? null
      }),
  )
  connection.onRequest('gatehouse/whoMayCall', (question: AccessQuestion) =>
    guarded('whoMayCall', null, () => {
      return whoMayCall(workspace.result(uris.toFile(question.definition)), question) ?? null
    }),
  )
  connection.onRequest('gatehouse/routing', (question: RoutingQuestion) =>
    guarded('routing', null, () => {
      return routeVerdicts(workspace.result(uris.toFile(question.definition)), question, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/identities', (question: IdentityQuestion) =>
    guarded('identities', null, () => {
      const owner = workspace.result(uris.toFile(question.route.definition))
      return identityChoices(owner, question, host.files, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/answerFit', (question: AnswerQuestion) =>
    guarded('answerFit', null, () => {
      return answerFit(workspace.result(uris.toFile(question.route.definition)), question) ?? null
    }),
  )
  connection.onRequest('gatehouse/tests', ({ uri }: { uri: string }) =>
    guarded('tests', { tests: [] }, () => {
      const document = workspace.document(uris.toFile(uri))
      return document ? outlineOf(testsOfDocument(document)) : { tests: [] }
    }),
  )
  connection.onRequest<SavedTest | NoSavedTest, void>('gatehouse/saveTest', (question: SaveTestQuestion) =>
    guarded<SavedTest | NoSavedTest>('saveTest', { message: 'No test could be made: see the log' }, () => {
      const owner = workspace.result(uris.toFile(question.route.definition))
      const { files, document } = workspace
      return savedTest(question, { owner, files, document, uris })
    }),
  )
  connection.onRequest('gatehouse/traceFile', ({ trace, format }: TraceFileQuestion) =>
    guarded('traceFile', { text: '' }, () => {
      if (format === 'gatehouse') return { text: traceFileText(trace) }
      return { text: `${JSON.stringify(openTelemetryOf(maskTrace(trace), GATEHOUSE_VERSION), null, 2)}\n` }
    }),
  )
  connection.onRequest('gatehouse/traceTexts', ({ files, folders = [] }: TraceTextsQuestion) =>
    guarded<TraceTexts>('traceTexts', { texts: [] }, () => traceTexts(files, folders)),
  )
  connection.onRequest('gatehouse/journal', ({ definition }: { definition: string }) =>
    guarded('journal', { events: [] }, () => {
      return { events: host.journal(uris.toFile(definition)) }
    }),
  )
  registerMap({ connection, workspace, uris, guarded })
}

function registerMap({
  connection,
  workspace,
  uris,
  guarded,
}: Pick<FeatureContext, 'connection' | 'workspace' | 'uris' | 'guarded'>): void {
  const mapOf = (question: MapQuestion) =>
    designMap(workspace.result(uris.toFile(question.definition)), question, uris)
  connection.onRequest('gatehouse/designMap', (question: MapQuestion) =>
    guarded('designMap', null, () => mapOf(question) ?? null),
  )
  connection.onRequest('gatehouse/designMapSvg', (question: SvgQuestion) =>
    guarded('designMapSvg', null, () => {
      const map = mapOf(question)
      return map ? { text: mapSvg(map, question.theme) } : null
    }),
  )
}

const readTests = new WeakMap<SourceDocument, TestFile>()

/** The files of tests of the workspace, each read once for each state of its text. */
function savedTests(workspace: Workspace): TestFile[] {
  return workspace
    .candidates()
    .filter(isTestFileName)
    .flatMap(file => {
      const document = workspace.document(file)
      if (!document) return []
      const tests = readTests.get(document) ?? testsOfDocument(document)
      readTests.set(document, tests)
      return [tests]
    })
}

function traceTexts(files: readonly TraceFile[], folders: readonly string[]): TraceTexts {
  const traces: Trace[] = []
  for (const { name, text } of files) {
    const trace = readTraceFile(text)
    if (typeof trace === 'string') return { texts: [], fault: `'${name}' is no trace: ${trace}` }
    traces.push(trace)
  }
  const write = traces.length > 1 ? comparableText : traceText
  const place = ({ file, line, character }: SourceLine) =>
    `${belowFolder(file, folders)}:${line + 1}:${character + 1}`
  return { texts: traces.map(trace => write(trace, { place })) }
}

/** A path from the folder that it is in, with `/`; one that is in none stays whole. */
function belowFolder(file: string, folders: readonly string[]): string {
  const path = file.replaceAll('\\', '/')
  const starts = folders.map(folder => `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`)
  const start = starts.find(each => path.toLowerCase().startsWith(each.toLowerCase()))
  return start === undefined ? file : path.slice(start.length)
}
