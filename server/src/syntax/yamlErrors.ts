import type { YAMLParseError } from 'yaml'
import type { Findings, Span } from './build.ts'
import { maximumFindings } from './build.ts'

/** Turns the library's errors into findings; those that only follow from one on the same line or the line above are left out. */
export function reportYamlErrors(text: string, errors: readonly YAMLParseError[], findings: Findings): void {
  let lastLine = -1
  for (const error of errors.slice(0, maximumFindings)) {
    if (error.code === 'MULTIPLE_DOCS') {
      const span = lineFrom(text, error.pos[0])
      findings.add(
        span,
        'Only the first YAML document of this file is served; move the rest to another file',
        {
          severity: 'info',
        },
      )
      continue
    }
    const span = spanOf(text, error.pos)
    const line = findings.range(span).start.line
    const message = messageOf(error)
    const isConsequence = line === lastLine || (message === unspecific && line === lastLine + 1)
    lastLine = line
    if (!isConsequence) findings.add(span, message)
  }
}

const unspecific =
  'This does not fit the YAML around it; check the indentation and the quotes of this line and the one above'

const byCode: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  ALIAS_PROPS: "An alias such as '*name' takes no tag and no anchor of its own; remove it",
  BAD_ALIAS: "An anchor '&name' or alias '*name' needs a name without ':'",
  BAD_COLLECTION_TYPE: 'This tag does not fit the kind of value behind it; remove the tag',
  BAD_DIRECTIVE: "This '%' line is no YAML directive; remove it or quote the text",
  BAD_DQ_ESCAPE:
    "This escape is unknown in a double-quoted string; write a backslash as '\\\\', or use single quotes",
  BAD_INDENT: 'This line is indented in a way that fits nothing above it; align it with its neighbours',
  BAD_PROP_ORDER: 'A tag or anchor stands before the value it belongs to; move it there',
  BAD_SCALAR_START: 'A value without quotes cannot begin with this character; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    "A second ': ' stands in this value, so it reads as a mapping inside a line; put the value in quotes",
  BLOCK_IN_FLOW: 'Indented lists and mappings cannot stand inside [ ] or { }; write them with brackets too',
  KEY_OVER_1024_CHARS: "A key may have at most 1024 characters; shorten it or write '? ' before it",
  MULTILINE_IMPLICIT_KEY:
    "This line has no ':', so it runs into the key below; add the ':' or remove the line",
  MULTIPLE_ANCHORS: 'A value can have only one anchor; remove the other',
  MULTIPLE_TAGS: 'A value can have only one tag; write one of the two in its long form, such as Fn::Sub',
  RESOURCE_EXHAUSTION: 'This nests too deep to be read; remove levels of nesting',
  TAB_AS_INDENT: 'A tab cannot indent YAML; use spaces',
  TAG_RESOLVE_FAILED: 'This tag does not fit its value; remove the tag or correct the value',
}

const byMessage: readonly (readonly [start: RegExp, message: string])[] = [
  [/^Implicit map keys need/, "This line is no 'key: value' pair; add the ':' or remove the line"],
  [/^Missing closing ("|')quote/, 'This string has no closing quote; add it'],
  [/^Flow (map|sequence).* (\}|\])/, 'A bracket is not closed; add the missing ] or }'],
  [/^Missing , (or : )?between/, 'A comma is missing between two items in brackets'],
  [/^Missing space after :/, "A space is missing after ':'"],
  [/^Comments must be separated/, "A space is missing before this '#'"],
  [/^Tags and anchors must be separated/, 'A space is missing after this tag or anchor'],
  [/^Missing directives-end/, "A line '---' is missing after the directives"],
  [/^Unexpected ,|^Unexpected empty item/, 'A value is missing before this comma'],
  [/^Unexpected (\}|\])|^Unexpected flow-(map|seq)-end/, 'This bracket closes nothing; remove it'],
  [/^Block scalar header/, "Nothing but a comment may follow '|' or '>' on its line; move the text below"],
  [/^Block scalar lines must/, 'The first line of this text is indented more than the rest; align the lines'],
  [/^Sequence item without -/, "A list item needs '- ' in front"],
]

function messageOf(error: YAMLParseError): string {
  for (const [start, message] of byMessage) if (start.test(error.message)) return message
  return byCode[error.code] ?? unspecific
}

/** At least one character of the text, and never past the end of its line. */
function spanOf(text: string, [from, to]: readonly [number, number]): Span {
  const start = markable(text, Math.min(from, Math.max(0, text.length - 1)))
  const line = lineFrom(text, start)
  return { start, end: Math.min(Math.max(to, start + 1), Math.max(line.end, start + 1), text.length) }
}

/** An error in front of something is shown on it; one at the end of a line on the last character before. */
function markable(text: string, offset: number): number {
  const ahead = /^ *(?=[^\s])/.exec(text.slice(offset, offset + 200))?.[0]
  if (ahead !== undefined || text[offset] === '\t') return offset + (ahead?.length ?? 0)
  let start = offset
  while (start > 0 && /\s/.test(text[start] ?? ' ')) start--
  return start
}

function lineFrom(text: string, start: number): Span {
  const length = text.slice(start).search(/[\r\n]/)
  return { start, end: length < 0 ? text.length : start + length }
}
