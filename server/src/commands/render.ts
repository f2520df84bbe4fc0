import { readFileSync } from 'node:fs'
import path from 'node:path'
import { jsonText } from '../template/jsonText.ts'
import type { TemplateContext } from '../template/scope.ts'
import { createTemplateScope } from '../template/scope.ts'
import { compileTemplate } from '../template/template.ts'
import { answerLines } from './batch.ts'
import type { JavaValue } from '../template/values.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'
import { parseExactJson, parseTemplateContext, readTemplateContext } from './renderContext.ts'
import { renderReport } from './renderReport.ts'

/**
 * `gatehouse render TEMPLATE --context CONTEXT.json`: prints what API Gateway makes of a mapping template, as text or
 * with `--format json` also what it set. `gatehouse render --batch` reads such cases from stdin, one a line. Exit status
 * 0 when the template rendered, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readRenderOptions(argv)
  if (options instanceof UsageError) return reportUsage('render', options)
  if (options.kind === 'batch') return answerLines(answer)
  const [text, contextText] = [readText(options.template), options.context && readText(options.context)]
  if (text === undefined) return tell(`cannot read '${options.template}'`)
  if (options.context !== undefined && contextText === undefined)
    return tell(`cannot read '${options.context}'`)
  const context = contextText === undefined ? {} : parseTemplateContext(contextText)
  if (typeof context === 'string')
    return tell(`'${path.basename(options.context ?? '')}' is no context: ${context}`)
  return renderOne({ text, context, name: options.template, format: options.format })
}

type RenderOptions =
  | { readonly kind: 'batch' }
  | {
      readonly kind: 'one'
      readonly template: string
      readonly context: string | undefined
      readonly format: 'json' | 'text'
    }

function readRenderOptions(argv: readonly string[]): RenderOptions | UsageError {
  const parsed = parseOptions(argv, {
    batch: { type: 'flag' },
    context: { type: 'text' },
    format: { type: 'text', oneOf: ['text', 'json'] },
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  if (values.batch) {
    const isAlone = positionals.length === 0 && values.context === undefined && values.format === undefined
    return isAlone
      ? { kind: 'batch' }
      : new UsageError('--batch takes its templates from stdin, and no other option')
  }
  const [template, ...others] = positionals
  if (template === undefined || others.length > 0) return new UsageError('takes one TEMPLATE')
  return {
    kind: 'one',
    template,
    context: values.context,
    format: values.format === 'json' ? 'json' : 'text',
  }
}

interface OneTemplate {
  readonly text: string
  readonly context: TemplateContext
  readonly name: string
  readonly format: 'json' | 'text'
}

async function renderOne({ text, context, name, format }: OneTemplate): Promise<number> {
  const compiled = compileTemplate(text)
  const scope = createTemplateScope(context)
  const result = compiled.render(scope, deadlineIn(secondsForOne))
  if (format === 'json') {
    const report = renderReport(text, compiled, result, scope)
    await print(`${JSON.stringify(report, undefined, 2)}\n`)
  } else {
    for (const { severity, message, line, character } of compiled.diagnostics) {
      if (severity === 'warning') tell(`warning: ${place(name, line + 1, character + 1)}: ${message}`)
    }
    await print(result.output)
  }
  const { error } = result
  if (error && format === 'text') tell(`error: ${place(name, error.line, error.column)}: ${error.message}`)
  return error ? 1 : 0
}

const secondsForOne = 60
const secondsInBatch = 10

function deadlineIn(seconds: number) {
  const end = performance.now() + seconds * 1000
  return { isOverdue: () => performance.now() > end }
}

interface BatchAnswer {
  readonly id: unknown
  readonly output?: string
  readonly error?: { readonly message: string; readonly line: number; readonly column: number }
}

function answer(line: string): BatchAnswer {
  const request = readBatchCase(line)
  if (typeof request === 'string') return { id: null, error: { message: request, line: 1, column: 1 } }
  const { id, template } = request
  const context = readTemplateContext(request.context)
  if (typeof context === 'string') return { id, error: { message: context, line: 1, column: 1 } }
  const result = compileTemplate(template).render(createTemplateScope(context), deadlineIn(secondsInBatch))
  if (!result.error) return { id, output: result.output }
  const { message, line: row, column } = result.error
  return { id, error: { message, line: row, column } }
}

interface BatchCase {
  readonly id: unknown
  readonly template: string
  readonly context: JavaValue | undefined
}

function readBatchCase(line: string): BatchCase | string {
  const exact = parseExactJson(line)
  if (typeof exact === 'string') return `the line is no JSON: ${exact}`
  const { value } = exact
  if (!(value instanceof Map) || !value.has('template')) return "the line has no 'template'"
  const template = value.get('template')
  if (typeof template !== 'string') return "'template' is no string"
  const id: unknown = JSON.parse(jsonText(value.get('id') ?? null))
  return { id, template, context: value.get('context') }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function place(name: string, line: number, column: number): string {
  return `${name}:${line}:${column}`
}

function tell(message: string): number {
  process.stderr.write(`gatehouse render: ${message}\n`)
  return 1
}
