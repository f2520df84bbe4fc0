import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { NoSavedTest, SavedTest, SaveTestQuestion } from '../protocol/savedTests.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { addTest, freeTestName, newTestFile } from '../testing/addTest.ts'
import type { TestData } from '../testing/savedTest.ts'
import { routeTestOf, templateTestOf } from '../testing/savedTest.ts'
import { testsOfDocument } from '../testing/testFile.ts'
import type { Uris } from './places.ts'

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
  const kind = question.template === undefined ? 'route' : 'template'
  const file = testFileOf(definition.file, files)
  const known = files.kind(file) === 'file' ? document(file) : undefined
  const tests = known ? testsOfDocument(known) : undefined
  const fault = tests?.diagnostics.find(({ severity, code }) => severity === 'error' && code === 'syntax')
  if (fault) return { message: `'${baseName(file)}' cannot be added to: ${fault.message}` }
  const name = freeTestName(
    made.name,
    (tests?.tests ?? []).filter(test => test.kind === kind).map(test => test.name),
  )
  const data = { name, ...placeOf(question, owner), ...made.data }
  const start = { line: 0, character: 0 }
  const written = known
    ? addTest(known, kind, data)
    : { range: { start, end: start }, newText: newTestFile(baseName(definition.file), kind, data) }
  return { uri: uris.toUri(file), isNew: !known, ...written, name, leftOut: made.leftOut }
}

/** `template.gatehouse.yaml` for `template.yaml`. */
function testFileOf(definition: string, files: Files): string {
  const stem = baseName(definition).replace(/(\.tf)?\.(ya?ml|jsonc?|template)$/i, '')
  return files.resolve(files.folderOf(definition), `${stem}.gatehouse.yaml`)
}

function testOf({ template, ...exchanged }: SaveTestQuestion, owner: DefinitionResult): TestData | string {
  if (template === undefined) return routeTestOf(exchanged)
  const { trace } = exchanged
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
function placeOf(
  { route, trace }: SaveTestQuestion,
  { definition }: DefinitionResult,
): Record<string, string> {
  const [first] = (definition?.apis ?? []).filter(({ type }) => type !== 'websocket')
  const api = definition?.apis.find(({ id }) => id === route.apiId)
  const isFirstStage = api?.stages[0]?.name === trace.stage
  return {
    ...(first && first.id !== route.apiId && { api: route.apiId }),
    ...(!isFirstStage && { stage: trace.stage }),
  }
}
