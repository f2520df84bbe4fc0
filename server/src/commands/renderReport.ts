import { createLineIndex, positionAt } from '../base/text.ts'
import { jsonText } from '../template/jsonText.ts'
import type { TemplateVariables } from '../template/scope.ts'
import { readOverrides } from '../template/scope.ts'
import type { CompiledTemplate, RenderResult } from '../template/template.ts'

/** What `--format json` prints; lines and columns count from 1. */
export function renderReport(
  text: string,
  { diagnostics }: CompiledTemplate,
  { output, variables, error }: RenderResult,
  scope: TemplateVariables,
) {
  const { request, response, repeated } = readOverrides(scope)
  const lines = createLineIndex(text)
  const at = (offset: number) => {
    const { line, character } = positionAt(lines, offset)
    return { line: line + 1, column: character + 1 }
  }
  const own = [...variables].filter(([name, value]) => scope.get(name) !== value)
  return {
    output,
    isJson: isJson(output),
    variables: Object.fromEntries(own.map(([name, value]) => [name, plainJson(value)])),
    overrides: {
      request: {
        header: Object.fromEntries(request.header),
        querystring: Object.fromEntries(request.querystring),
        path: Object.fromEntries(request.path),
      },
      response: { header: Object.fromEntries(response.header), status: response.status },
      repeated,
    },
    warnings: diagnostics
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, message, start, end }) => ({ code, message, start: at(start), end: at(end) })),
    ...(error && { error: { message: error.message, start: at(error.start), end: at(error.end) } }),
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A variable's value as JSON has it; of an object without a JSON form its text. */
function plainJson(value: Parameters<typeof jsonText>[0]): unknown {
  const text = jsonText(value)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
