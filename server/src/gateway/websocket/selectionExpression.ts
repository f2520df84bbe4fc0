import type { Fields } from '../../base/headers.ts'
import { fieldValues } from '../../base/headers.ts'
import { JavaException } from '../../template/javaException.ts'
import { toJavaText } from '../../template/javaText.ts'
import { readJsonPath } from '../../template/jsonPath/jsonPath.ts'
import type { PayloadResult } from '../../template/permissiveJson.ts'
import { parsePermissiveJson } from '../../template/permissiveJson.ts'
import type { ContextValues } from '../variables.ts'
import { contextValue } from '../variables.ts'

/** What the variables of a selection expression may take values from. */
export interface ExpressionSources {
  /** The message, or the body of the handshake's request. */
  readonly body: SelectableBody
  readonly headers: Fields
  readonly context: ContextValues
  readonly stageVariables: ReadonlyMap<string, string>
  /** Unset before the integration answered. */
  readonly response?: {
    readonly statusCode: number
    readonly headers: Fields
    readonly body: SelectableBody
  }
}

/** A body whose parts expressions name; read as JSON when one asks, and once. */
export class SelectableBody {
  readonly #text: string
  #parsed: PayloadResult | undefined

  constructor(text: string) {
    this.#text = text
  }

  get isJson(): boolean {
    return this.#read().fault === undefined
  }

  /** The value at a JSONPath without its `$`, in Java's words as AWS prints lists; '' for none. */
  at(path: string): string {
    const { value, fault } = this.#read()
    if (fault) return ''
    try {
      const found = readJsonPath(value, `$${path}`)
      if (found === undefined || found === null) return ''
      return Array.isArray(found) ? `[${found.map(toJavaText).join(', ')}]` : toJavaText(found)
    } catch (error) {
      if (error instanceof JavaException) return ''
      throw error
    }
  }

  #read(): PayloadResult {
    return (this.#parsed ??= parsePermissiveJson(this.#text))
  }
}

/**
 * The key that a selection expression gives; undefined where it asks for a part of a message that is no JSON. Variables
 * are `$name` and `${name}`, `\$` is a dollar sign, a part that is not there is ''.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 */
export function evaluateExpression(expression: string, sources: ExpressionSources): string | undefined {
  let isEvaluable = true
  const key = expression.replace(
    /\\(\$)|\$\{([^{}]*)\}|\$((?:request|context|stageVariables|integration|route)\.(?:[\w.*@:-]|\[[^\]]*\])*)/g,
    (_, escaped?: string, wrapped?: string, plain?: string) => {
      if (escaped !== undefined) return escaped
      const name = wrapped ?? plain ?? ''
      if (name.startsWith('request.body') && !sources.body.isJson) isEvaluable = false
      return valueOfVariable(name, sources)
    },
  )
  return isEvaluable ? key : undefined
}

function valueOfVariable(name: string, sources: ExpressionSources): string {
  const { headers, context, stageVariables, response } = sources
  const [, root = '', rest = ''] =
    /^(request\.body|request\.header|context|stageVariables|integration\.response\.(?:statuscode|header|multivalueheader|body))(.*)$/s.exec(
      name,
    ) ?? []
  const below = rest.startsWith('.') ? rest.slice(1) : rest
  switch (root) {
    case 'request.body':
      return sources.body.at(rest)
    case 'request.header':
      return fieldValues(headers, below).at(-1) ?? ''
    case 'context':
      return contextValue(context, below) ?? ''
    case 'stageVariables':
      return stageVariables.get(below) ?? ''
    case 'integration.response.statuscode':
      return response ? String(response.statusCode) : ''
    case 'integration.response.header':
      return fieldValues(response?.headers ?? [], below).at(-1) ?? ''
    case 'integration.response.multivalueheader':
      return fieldValues(response?.headers ?? [], below).join(',')
    case 'integration.response.body':
      return response?.body.at(rest) ?? ''
    default:
      return ''
  }
}
