import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { NoSavedTest, SavedTest, SaveTestQuestion } from '../protocol/savedTests.ts'
import type { TestKind } from '../protocol/testRun.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { addTest, freeTestName, newTestFile } from '../testing/addTest.ts'
import type { TestData } from '../testing/savedTest.ts'
import { policyTestOf } from '../testing/savedPolicyTest.ts'
import { routeTestOf, templateTestOf } from '../testing/savedTest.ts'
import { testsOfDocument } from '../testing/testFile.ts'
import type { Uris } from './places.ts'
import { isTemplateFile } from '../template/templateFileName.ts'

/** What making a test looks at. */
export interface SavedTestSurroundings {
  readonly owner: DefinitionResult
  readonly files: Files
  readonly uris: Uris
  readonly document: (file: string) => SourceDocument | undefined
}

/** Makes a test of what a request got, for the file of tests beside its definition. */
export function savedTest(
  question: SaveTestQuestion,
  { owner, files, uris, document }: SavedTestSurroundings,
): SavedTest | NoSavedTest {
  const { definition } = owner
  if (!definition) return { message: 'The definition cannot be read, so no test can be made for it' }
  const made = testOf(question, owner)
  if (typeof made === 'string') return { message: `No test can be made: ${made}` }
  const kind = kindOf(question)
  // A policy that stands in its test is of no API.
  const place = kind === 'policy' ? {} : placeOf(question.route.apiId, question.trace.stage, owner)
  const data = { ...place, ...made.data }
  return writtenTest(kind, { ...made, data }, definition.file, { files, uris, document })
}

/** Writes a test into the file of tests beside what it tests, a definition or a template. */
export function writtenTest(
  kind: TestKind,
  made: TestData,
  tested: string,
  { files, uris, document }: Omit<SavedTestSurroundings, 'owner'>,
): SavedTest | NoSavedTest {
  const file = testFileOf(tested, files)
  const known = files.kind(file) === 'file' ? document(file) : undefined
  const tests = known ? testsOfDocument(known) : undefined
  const fault = tests?.diagnostics.find(({ severity, code }) => severity === 'error' && code === 'syntax')
  if (fault) return { message: `'${baseName(file)}' cannot be added to: ${fault.message}` }
  const name = freeTestName(
    made.name,
    (tests?.tests ?? []).filter(test => test.kind === kind).map(test => test.name),
  )
  const data = { name, ...made.data }
  const start = { line: 0, character: 0 }
  const written = known
    ? addTest(known, kind, data)
    : {
        range: { start, end: start },
        newText: newTestFile(isTemplateFile(tested) ? undefined : baseName(tested), kind, data),
      }
  return { uri: uris.toUri(file), isNew: !known, ...written, name, leftOut: made.leftOut }
}

/** `template.gatehouse.yaml` for `template.yaml`. */
function testFileOf(tested: string, files: Files): string {
  const stem = baseName(tested).replace(/(\.tf)?\.(ya?ml|jsonc?|template|vtl|vm)$/i, '')
  return files.resolve(files.folderOf(tested), `${stem}.gatehouse.yaml`)
}

function kindOf({ template, policy }: SaveTestQuestion): TestKind {
  if (policy !== undefined) return 'policy'
  return template === undefined ? 'route' : 'template'
}

function testOf(
  { template, policy, ...exchanged }: SaveTestQuestion,
  owner: DefinitionResult,
): TestData | string {
  const { trace } = exchanged
  if (policy !== undefined) return policyTestOf(trace.steps.find(({ name }) => name === policy) ?? {}, trace)
  if (template === undefined) return routeTestOf(exchanged)
  const rendered = trace.steps.find(({ name }) => name === template)?.template
  if (!rendered || trace.route === undefined) return 'this step has rendered no template'
  const isResponse = template !== 'integrationRequest'
  if (!isResponse) return templateTestOf(rendered, { route: trace.route, direction: 'request' })
  const status = responseStatus(rendered.source, trace.route, owner)
  const place = { route: trace.route, direction: 'response' } as const
  return templateTestOf(rendered, status === undefined ? place : { ...place, status })
}

/** The status of the integration response that states the template. */
function responseStatus(
  { file, line }: { readonly file: string; readonly line: number },
  route: string,
  { definition }: DefinitionResult,
): string | undefined {
  const methods = (definition?.apis ?? []).flatMap(api =>
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods: all }) =>
          all.filter(({ httpMethod }) => `${httpMethod} ${path}` === route),
        )
      : [],
  )
  const responses = methods.flatMap(({ integration }) => integration?.responses ?? [])
  const found = responses.find(({ responseTemplates }) =>
    [...responseTemplates.values()].some(({ origin }) => {
      const { start, end } = origin.range
      return origin.file === file && start.line <= line && line <= end.line
    }),
  )
  return found && valueOf(found.statusCode)
}

/** The API and the stage, where they are not those that a test has anyway. */
function placeOf(apiId: string, stage: string, owner: DefinitionResult): Record<string, string> {
  const api = owner.definition?.apis.find(({ id }) => id === apiId)
  const isFirstStage = api?.stages[0]?.name === stage
  return { ...apiOf(apiId, owner), ...(!isFirstStage && { stage }) }
}

/** The API, where it is not the one that a test has anyway. */
export function apiOf(apiId: string, { definition }: DefinitionResult): Record<string, string> {
  const [first] = (definition?.apis ?? []).filter(({ type }) => type !== 'websocket')
  return first && first.id !== apiId ? { api: apiId } : {}
}
