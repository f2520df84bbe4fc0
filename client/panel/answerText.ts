import type { FunctionLogLine } from '../../server/src/protocol/trace.ts'
import { firstBytesOfBase64, hexDump, maxHexBytes, type ShownBody } from './body.ts'
import { cookiesOf } from './cookies.ts'
import { rawAnswer } from './rawAnswer.ts'
import type { Answer } from './runs.ts'
import type { AnswerTab } from './state.ts'

/** What a tab of the answer holds as text, for the clipboard and for an editor. */
export interface AnswerText {
  readonly text: string
  /** `body`: follows the verb in a tooltip. */
  readonly what: string
  /** VS Code's name of the language. */
  readonly language: string
}

/** The text of one tab; empty where there is none. */
export function answerText(
  { response }: Answer,
  log: readonly FunctionLogLine[],
  body: ShownBody,
  tab: AnswerTab,
): AnswerText {
  const language = 'plaintext'
  switch (tab) {
    case 'headers':
      return { text: response.headers.map(field => field.join(': ')).join('\n'), what: 'headers', language }
    case 'log':
      return { text: log.map(line => line.text).join('\n'), what: 'log', language }
    case 'cookies':
      return {
        text: cookiesOf(response)
          .map(({ line }) => line)
          .join('\n'),
        what: 'cookies',
        language,
      }
    case 'hex':
      return { text: hexDump(firstBytesOfBase64(response.bodyBase64, maxHexBytes)), what: 'bytes', language }
    case 'changes':
      return { text: '', what: 'changes', language }
    case 'raw':
      return { text: rawAnswer(response, body), what: 'raw answer', language }
    case 'body':
      if (body.kind === 'none') return { text: '', what: 'body', language }
      if (body.kind === 'binary') return { text: hexDump(body.bytes, maxHexBytes), what: 'body', language }
      return { text: body.text, what: 'body', language: languages[body.label] ?? language }
  }
}

/** Whether long lines may be wrapped: one of megabytes would hold up the page while it is measured. */
export function canWrap(text: string): boolean {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const length = (end === -1 ? text.length : end) - start
    if (length > maxWrappedLine) return false
    start += length + 1
  }
  return true
}

const maxWrappedLine = 50_000

const languages: Readonly<Record<string, string>> = { JSON: 'json', HTML: 'html', XML: 'xml' }
