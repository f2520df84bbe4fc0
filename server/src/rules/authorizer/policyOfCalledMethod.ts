/** Where a handler puts the ARN of the called method, and nothing wider, into the policy it returns. */
export interface NarrowResource {
  /** Offset of the expression in the handler's text. */
  readonly offset: number
  /** As written: `event.methodArn`. */
  readonly written: string
}

/**
 * Reads from a Lambda authorizer's source that its policies name the called method alone. Undefined as soon as anything
 * speaks for a wider policy (a `*` in any string, an ARN taken apart), or the way from the event to `Resource` cannot be
 * followed: a false alarm is worse than none.
 */
export function policyOfCalledMethod(
  text: string,
  language: 'javascript' | 'python',
): NarrowResource | undefined {
  const { code, hasWildcard } = withoutComments(text, language)
  if (hasWildcard) return undefined
  const arn = [...code.matchAll(eventArn)]
  const [first] = arn.length > 0 ? arn : [...code.matchAll(takenOut)]
  if (!first || arn.some(({ index, 0: written }) => isTakenApart(code, index + written.length)))
    return undefined
  const names = new Set([...aliases(code), ...parametersGiven(code)])
  const followed = [...code.matchAll(resource)].filter(
    ({ 1: value = '' }) => isEventArn(value) || names.has(value),
  )
  // Every policy of the file has to be made from it.
  const isWhole = followed.length > 0 && followed.length === [...code.matchAll(anyResource)].length
  const isReshaped = [...names].some(each => isTakenApartAnywhere(code, each))
  const written = first[1] ?? first[0]
  return isWhole && !isReshaped ? { offset: first.index + first[0].indexOf(written), written } : undefined
}

const eventArn =
  /\b\w+(?:\.(?:methodArn|routeArn)\b|\s*\[\s*['"](?:methodArn|routeArn)['"]\s*\]|\.get\(\s*['"](?:methodArn|routeArn)['"]\s*\))/g
const name = '[A-Za-z_$][\\w$]*'
const arnExpression = `(?:${eventArn.source})`
/** `Resource: x`, `"Resource": [x]`, `statement.Resource = x`, `statement['Resource'] = x`. */
const resource = new RegExp(
  `\\bResource['"]?\\s*\\]?\\s*[:=]\\s*\\[?\\s*(${arnExpression}|${name})\\s*(?=[\\],;})\\n]|$)`,
  'g',
)

/** `const { methodArn } = event` */
const takenOut = /\{[^{}]*\b(methodArn|routeArn)\b[^{}]*\}\s*=\s*\w+/g

/** Every place that gives a `Resource`, whatever it gives. */
const anyResource = /\bResource['"]?\s*\]?\s*[:=](?!=)/g

function isEventArn(value: string): boolean {
  return new RegExp(`^${arnExpression}$`).test(value)
}

function isTakenApart(code: string, end: number): boolean {
  return /^\s*(?:\?|!)?\s*(?:\.\s*\w+|\[|\+|%)/.test(code.slice(end))
}

function isTakenApartAnywhere(code: string, alias: string): boolean {
  return new RegExp(`\\b${alias.replaceAll('$', '\\$')}\\s*(?:\\.\\s*\\w+\\s*\\(|\\[|\\+|%)`).test(code)
}

/** Names that hold the ARN: `const arn = event.methodArn`, `const { methodArn } = event`. */
function aliases(code: string): string[] {
  const assigned = [
    ...code.matchAll(new RegExp(`\\b(${name})\\s*=\\s*${arnExpression}\\s*(?:[;\\n]|$)`, 'g')),
  ]
  const taken = [...code.matchAll(takenOut)]
  return [...assigned, ...taken].map(([, alias = '']) => alias)
}

/** Parameters of the file's own functions that are given the ARN: `generatePolicy('user', 'Allow', event.methodArn)`. */
function parametersGiven(code: string): string[] {
  const known = new Set(aliases(code))
  return [...code.matchAll(new RegExp(`\\b(${name})\\s*\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)`, 'g'))].flatMap(
    ([, called = '', given = '']) => {
      const position = given.split(',').findIndex(each => isEventArn(each.trim()) || known.has(each.trim()))
      if (position < 0) return []
      const declared = new RegExp(
        `(?:function\\s+${called}\\s*\\(|\\b${called}\\s*=\\s*(?:async\\s*)?(?:function\\s*\\w*\\s*)?\\(|\\bdef\\s+${called}\\s*\\()([^)]*)\\)`,
      ).exec(code)
      const parameter = declared?.[1]
        ?.split(',')
        [position]?.trim()
        .split(/[\s:=]/)[0]
      return parameter === undefined || parameter === '' ? [] : [parameter]
    },
  )
}

/** The text with its comments blanked, and whether any string in it has a `*`. */
function withoutComments(
  text: string,
  language: 'javascript' | 'python',
): { code: string; hasWildcard: boolean } {
  let hasWildcard = false
  const code = text.replace(language === 'python' ? pythonPieces : javaScriptPieces, piece => {
    const isComment = /^(?:\/\/|\/\*|#)/.test(piece)
    if (!isComment && piece.includes('*')) hasWildcard = true
    return isComment ? piece.replace(/[^\n]/g, ' ') : piece
  })
  return { code, hasWildcard }
}

const javaScriptPieces =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const pythonPieces = /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#[^\n]*/g
