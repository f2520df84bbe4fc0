import { JavaException } from './javaException.ts'
import { parsePermissiveJson } from './permissiveJson.ts'
import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'
import type { Member } from './member.ts'

/** A function of `$util`: what it is called, what it does, and how it is done. */
export interface UtilFunction extends Member {
  readonly apply: (text: string) => JavaValue
}

/** `$util`. */
export class TemplateUtil extends JavaObject {
  /** As that of `$input`: not known. */
  override toText(): string {
    return ''
  }

  override property(): undefined {
    return undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [text] = args
    const called = functionsByName.get(name)
    if (!called || args.length !== 1) return undefined
    if (text === null) return callWithNull(called)
    return typeof text === 'string' ? called.apply(text) : undefined
  }
}

function callWithNull(called: UtilFunction): JavaValue {
  if (called.name === 'escapeJavaScript') return null
  throw new JavaException('java.lang.NullPointerException')
}

const SOURCE =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference'

/** The functions of `$util`, as evaluation, completion, hover and rules know them. `toJson`, `qr` and `error` are AppSync's. */
export const utilFunctions: readonly UtilFunction[] = [
  {
    name: 'escapeJavaScript',
    type: 'method',
    signature: '$util.escapeJavaScript(text)',
    gives: 'string',
    documentation: `Escapes the characters of a text for a JavaScript string, as Apache Commons Lang does. JSON has no \`\\'\`, so that in JSON \`.replaceAll("\\\\'", "'")\` has to follow. [AWS](${SOURCE})`,
    apply: escapeJavaScript,
  },
  {
    name: 'parseJson',
    type: 'method',
    signature: '$util.parseJson(text)',
    gives: 'value',
    documentation: `Reads JSON text and gives an object whose members can be used. [AWS](${SOURCE})`,
    apply: parseJson,
  },
  {
    name: 'urlEncode',
    type: 'method',
    signature: '$util.urlEncode(text)',
    gives: 'string',
    documentation: `Converts a text to application/x-www-form-urlencoded, in UTF-8. [AWS](${SOURCE})`,
    apply: urlEncode,
  },
  {
    name: 'urlDecode',
    type: 'method',
    signature: '$util.urlDecode(text)',
    gives: 'string',
    documentation: `Decodes application/x-www-form-urlencoded text, in UTF-8. [AWS](${SOURCE})`,
    apply: urlDecode,
  },
  {
    name: 'base64Encode',
    type: 'method',
    signature: '$util.base64Encode(text)',
    gives: 'string',
    documentation: `Encodes the UTF-8 bytes of a text in Base64. [AWS](${SOURCE})`,
    apply: text => bytesOf(text).toString('base64'),
  },
  {
    name: 'base64Decode',
    type: 'method',
    signature: '$util.base64Decode(text)',
    gives: 'string',
    documentation: `Decodes Base64 to text in UTF-8. [AWS](${SOURCE})`,
    apply: base64Decode,
  },
]

const functionsByName: ReadonlyMap<string, UtilFunction> = new Map(
  utilFunctions.map(each => [each.name, each]),
)

/** Commons Lang 2.6, and 3 alike: `/` is escaped, and all that is not ASCII. API Gateway's version is not known. */
function escapeJavaScript(text: string): string {
  return text.replace(/["'\\/]|[^ -\u007f]/g, character => {
    const short = SHORT_ESCAPES.get(character)
    return short ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  })
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\r', '\\r'],
])

function parseJson(text: string): JavaValue {
  const { value, fault } = parsePermissiveJson(text)
  if (fault) throw new JavaException(`net.minidev.json.parser.ParseException: ${fault.message}`)
  return value
}

/** `java.net.URLEncoder`. */
function urlEncode(text: string): string {
  return text.replace(/[^a-zA-Z0-9.*_-]+/g, stretch => {
    let encoded = ''
    for (const byte of bytesOf(stretch))
      encoded += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    return encoded
  })
}

/** `java.net.URLDecoder`, which refuses a `%` without two hexadecimal digits. */
function urlDecode(text: string): string {
  const wrong = /%(?![0-9a-fA-F]{2})/.exec(text)
  if (wrong)
    throw new JavaException(
      `java.lang.IllegalArgumentException: URLDecoder: illegal or incomplete escape (%) pattern at offset ${wrong.index}`,
    )
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, escapes =>
      Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
    )
}

/** `java.util.Base64.getDecoder()`: the standard alphabet, no blanks; padding may be left out, but not be wrong. */
function base64Decode(text: string): string {
  const [, digits = '', padding = ''] = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text) ?? [undefined, '!']
  const rest = digits.length % 4
  const isPadded = padding === '' || rest + padding.length === 4
  if (digits === '!' || rest === 1 || !isPadded)
    throw new JavaException('java.lang.IllegalArgumentException: Input is not Base64')
  return Buffer.from(digits, 'base64').toString('utf8')
}

/** `getBytes("UTF-8")`: half of a surrogate pair becomes a question mark. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.replace(/\p{Surrogate}/gu, '?'), 'utf8')
}
