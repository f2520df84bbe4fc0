import type { Api } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import path from 'node:path'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { diskFiles } from '../io/files.ts'
import { withTimeLimit } from '../io/timeLimit.ts'
import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import { createTemplateScope } from '../template/scope.ts'
import type { TemplateContext } from '../template/scope.ts'
import { bodyFailures } from '../testing/bodyExpectations.ts'
import { isObject } from '../testing/compare.ts'
import { failureAt } from '../testing/failure.ts'
import { matchValue } from '../testing/matcher.ts'
import type { Variables } from '../testing/placeholders.ts'
import { TestFault, textAt, textOf, valueAt } from '../testing/placeholders.ts'
import { parseTemplateContext } from '../template/contextText.ts'
import type { StatedTest } from '../testing/testFile.ts'
import { renderReport } from './renderReport.ts'
import type { TemplateAlone } from './templateAlone.ts'
import { runAlone } from './templateAlone.ts'
import type { TestFindings, TestRunning } from './testRoute.ts'
import { fileAt, testSettings } from './testSettings.ts'

/** Milliseconds that a template may take, as in a gateway, and that looking at what it made may take. */
const templateMs = 3000
const checkMs = 5000

/** Renders the template of a test. Throws a `TestFault`. */
export async function runTemplateTest(running: TestRunning): Promise<TestFindings> {
  const { test, variables } = running
  const template = templateOfTest(running)
  const scope = createTemplateScope(contextOf(entryOf(test.node, 'context')?.value, running))
  const { compiled, result } = await runAlone(template, scope, templateMs, running.debugging)
  const report = renderReport(template.text, compiled, result, scope)
  const expected = entryOf(test.node, 'expect')?.value ?? test.node
  const { error, output } = report
  const warnings = report.warnings.map(({ message, start }) => `warning: line ${start.line}: ${message}`)
  const failures = withTimeLimit(checkMs, () => failuresIn(expected, report, variables))
  return {
    failures,
    output: [
      ...warnings,
      ...(error
        ? [`stopped at line ${error.start.line}, column ${error.start.column}: ${error.message}`]
        : []),
      output,
    ],
  }
}

type Report = ReturnType<typeof renderReport>

function failuresIn(expected: Node, report: Report, variables: Variables): TestFailure[] {
  const at = (name: string) => entryOf(expected, name)?.value
  const { error, output, overrides } = report
  const wanted = at('error')
  const message = error?.message
  if (wanted) {
    if (message === undefined) return [failureAt(wanted, 'the template renders, expected an error')]
    return matchValue(wanted, { name: 'the error', actual: message }, variables)
  }
  if (error) {
    const place = `line ${error.start.line}, column ${error.start.column}`
    return [failureAt(expected, `the template stops at ${place}: ${error.message}`, { actual: output })]
  }
  return [
    // What is said of a body can be said of what a template prints; the rest stands beside it.
    ...bodyFailures(
      expected,
      Buffer.from(output),
      { variables, byModel: unasked, bySchema: unasked },
      'output',
    ),
    ...overrideFailures(at('overrides'), overrides, variables),
    ...entriesOf(at('variables')).flatMap(({ name, value }) =>
      matchValue(value, { name: `$${name}`, actual: report.variables[name] }, variables),
    ),
  ]
}

const unasked = () => 'the output of a template has no model'

function overrideFailures(
  node: Node | undefined,
  { request, response }: Report['overrides'],
  variables: Variables,
): TestFailure[] {
  const stated: Readonly<Record<string, unknown>> = { request, response }
  return entriesOf(node).flatMap(({ name: side, value: places }) =>
    entriesOf(places).flatMap(({ name: place, value }) => {
      const found = stated[side]
      const actual = isObject(found) ? found[place] : undefined
      if (value.type !== 'mapping') {
        return matchValue(value, { name: `${side}.${place}`, actual: actual ?? undefined }, variables)
      }
      return entriesOf(value).flatMap(({ name, value: wanted }) => {
        const one = isObject(actual) ? actual[name] : undefined
        return matchValue(wanted, { name: `${side}.${place}.${name}`, actual: one }, variables)
      })
    }),
  )
}

/** Whether the template of a test is one of a definition, not a file of its own. */
export function statesTemplate({ node }: StatedTest): boolean {
  return entryOf(node, 'template')?.value.type === 'mapping'
}

/** The template of a test. Throws a `TestFault`. */
export function templateOfTest(running: TemplateSeeking): TemplateAlone {
  const { test, file, variables } = running
  const node = entryOf(test.node, 'template')?.value
  if (node?.type === 'mapping') return statedTemplate(node, running)
  const at = node && fileAt(node, file, variables)
  const text = at === undefined ? undefined : diskFiles.read(at)
  if (at !== undefined && text !== undefined) {
    const start = { line: 0, character: 0 }
    const origin = { file: at, pointer: '', range: { start, end: start } }
    return { text, origin, name: path.basename(at) }
  }
  throw new TestFault(node ?? test.node, `there is no template '${node ? textAt(node, variables) : ''}'`)
}

type TemplateSeeking = Pick<TestRunning, 'file' | 'gateways' | 'test' | 'variables'>

/** The template of a method, as the definition states it. */
function statedTemplate(node: Node, { test, file, variables, gateways }: TemplateSeeking): TemplateAlone {
  const { apis, definition } = gateways.read(testSettings(test, file, variables), test)
  const at = (name: string) => {
    const found = entryOf(node, name)?.value
    return found && textAt(found, variables)
  }
  const route = at('route') ?? ''
  const chosen = apis.map(({ api }) => integrationOf(api, route)).find(found => found)
  if (!chosen) {
    const known = definition.apis.flatMap(routesWithTemplates).map(name => `'${name}'`)
    throw new TestFault(node, `no route '${route}' has templates: there is ${known.join(', ') || 'none'}`)
  }
  const templates = templatesOf(chosen, at('direction') ?? 'request', at('status'))
  const mediaType = at('mediaType') ?? 'application/json'
  const fact = templates?.get(mediaType)
  if (!fact) {
    const known = [...(templates?.keys() ?? [])].join(', ') || 'none'
    throw new TestFault(node, `'${route}' has no such template for ${mediaType}: there is ${known}`)
  }
  if (!fact.known) throw new TestFault(node, `the template cannot be known here: ${fact.reason}`)
  return { text: fact.value, origin: fact.origin, name: `template of ${route}` }
}

function templatesOf(
  { requestTemplates, responses }: Integration,
  direction: string,
  status: string | undefined,
): ReadonlyMap<string, Fact<string>> | undefined {
  if (direction === 'request') return requestTemplates
  const response =
    status === undefined ? responses[0] : responses.find(({ statusCode }) => valueOf(statusCode) === status)
  return response?.responseTemplates
}

function integrationOf(api: Api, route: string): Integration | undefined {
  if (api.type === 'websocket') {
    return api.routes.find(({ routeKey }) => routeKey === route)?.integration
  }
  if (api.type === 'http') return undefined
  const methods = api.resources.flatMap(({ path, methods: all }) => all.map(method => ({ path, method })))
  return methods.find(({ path, method }) => `${method.httpMethod} ${path}` === route)?.method.integration
}

function routesWithTemplates(api: Api): string[] {
  if (api.type !== 'rest') return api.type === 'websocket' ? api.routes.map(({ routeKey }) => routeKey) : []
  return api.resources.flatMap(({ path, methods }) =>
    methods.flatMap(({ httpMethod, integration }) => {
      const responses = integration?.responses.some(({ responseTemplates }) => responseTemplates.size > 0)
      const hasSome = responses === true || (integration?.requestTemplates.size ?? 0) > 0
      return hasSome ? [`${httpMethod} ${path}`] : []
    }),
  )
}

function contextOf(node: Node | undefined, { file, variables }: TestRunning): TemplateContext {
  if (!node) return {}
  const given =
    node.type === 'scalar' ? diskFiles.read(fileAt(node, file, variables)) : inlineContext(node, variables)
  if (given === undefined) throw new TestFault(node, `there is no context '${textAt(node, variables)}'`)
  const context = parseTemplateContext(given)
  if (typeof context === 'string') throw new TestFault(node, `this is no context: ${context}`)
  return context
}

/** The text of a context file with the same content; a body that is no text is a payload of JSON. */
function inlineContext(node: Node, variables: Variables): string {
  const value = valueAt(node, variables)
  if (!isObject(value) || !('body' in value)) return JSON.stringify(value)
  return JSON.stringify({ ...value, body: textOf(value['body']) })
}
