import type { Diagnostic, Fix, RelatedPlace, TextEdit } from '../base/diagnostic.ts'
import type { Range } from '../base/text.ts'
import type { OwnContext, OwnRule } from './ownRule.ts'
import type { Finding, Rule, RuleContext, Visitor } from './rule.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, toValue } from '../syntax/node.ts'
import { checkWith } from './check.ts'
import { isSeverity } from './readOwnRules.ts'
import { insertFix, nearestFix, nodeOf, replaceFix } from './textFixes.ts'

/** What an own rule found, as plain data, and what went wrong while it ran. */
export interface OwnRuleRun {
  readonly found: readonly Diagnostic[]
  readonly problems: readonly string[]
}

/** Findings of one check that are taken; a generator without an end is cut off here. */
const mostFindings = 1000

/**
 * Runs a rule of the user's own. Nothing that it throws or gives comes out as it is: findings are copied field by
 * field, everything else becomes a problem in words. It does not guard against a check that never ends.
 */
export function runOwnRule(own: OwnRule, context: RuleContext): OwnRuleRun {
  const problems = new Set<string>()
  const ownContext = contextFor(context)
  const visit = Object.fromEntries(
    Object.entries(own.visit).map(([name, check]: [string, unknown]) => [
      name,
      // Every check has its part, what it belongs to, and the context last.
      (...given: unknown[]) =>
        guarded(own.id, name, problems, () => call(check, own.visit, [...given.slice(0, -1), ownContext])),
    ]),
  ) as Visitor
  const rule: Rule = {
    id: own.id,
    severity: own.severity,
    summary: own.summary,
    aws: '',
    documentation: own.documentation ?? '',
    examples: { bad: '', good: '' },
    visit,
  }
  const found = checkWith([rule], context).map(({ documentation, ...rest }) =>
    documentation === '' || documentation === undefined ? rest : { ...rest, documentation },
  )
  return { found, problems: [...problems] }
}

function call(check: unknown, visit: object, given: readonly unknown[]): unknown {
  return typeof check === 'function' ? (Reflect.apply(check, visit, given) as unknown) : undefined
}

function guarded(id: string, check: string, problems: Set<string>, run: () => unknown): Finding[] {
  const found: Finding[] = []
  const told = (fault: string) => problems.add(`Rule '${id}' ${fault} in its check '${check}'; mend the rule`)
  try {
    const given = run()
    if (given === undefined || given === null) return []
    if (!isList(given)) {
      told(isPromise(given) ? 'gave a promise, and checks give their findings at once,' : 'gave no list')
      return []
    }
    for (const item of given) {
      if (found.length >= mostFindings) {
        told(`gave more than ${mostFindings} findings, of which the first are shown,`)
        break
      }
      const finding = readFinding(item)
      if (typeof finding === 'string') told(`gave a finding ${finding}`)
      else found.push(finding)
    }
  } catch (error) {
    told(`threw ${describe(error)}`)
  }
  return found
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

// Anything can be thrown, things that cannot be printed too.
function describe(error: unknown): string {
  try {
    const [message = '', ...stack] = String(error instanceof Error ? (error.stack ?? error) : error).split(
      '\n',
    )
    const place = /([^/\\()]+:\d+:\d+)\)?$/.exec(stack[0] ?? '')?.[1]
    return `'${message.slice(0, 300)}'${place === undefined ? '' : ` at ${place}`}`
  } catch {
    return 'something that is no error'
  }
}

/** The finding as plain data, or what is wrong with it. */
function readFinding(given: unknown): Finding | string {
  if (typeof given !== 'object' || given === null) return 'that is no object'
  const { origin, message, severity, fixes, related, tags } = given as Record<string, unknown>
  if (typeof message !== 'string' || message === '') return "without a text 'message'"
  const place = readPlace(origin)
  if (!place) return "without an 'origin' (the 'origin' of a part, or of 'context.originAt')"
  if (severity !== undefined && !isSeverity(severity)) return 'with a severity that there is not'
  const readFixes = readList(fixes, readFix)
  if (!readFixes) return "with 'fixes' that are no list of { title, edits }"
  const readRelated = readList(related, readRelatedPlace)
  if (!readRelated) return "with 'related' that is no list of { file, range, message }"
  return {
    origin: { ...place, pointer: '' },
    message: message.slice(0, 2000),
    ...(severity !== undefined && { severity }),
    ...(readFixes.length > 0 && { fixes: readFixes }),
    ...(readRelated.length > 0 && { related: readRelated }),
    ...(Array.isArray(tags) && { tags: tags.filter(tag => tag === 'unnecessary' || tag === 'deprecated') }),
  }
}

function readList<T>(given: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (given === undefined) return []
  if (!Array.isArray(given)) return undefined
  const items = given.map(read)
  return items.some(item => item === undefined) ? undefined : items.filter(item => item !== undefined)
}

function readFix(given: unknown): Fix | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const { title, edits, isPreferred } = given as Record<string, unknown>
  const readEdits = readList(edits, readEdit)
  if (typeof title !== 'string' || !readEdits || readEdits.length === 0) return undefined
  return { title, edits: readEdits, ...(isPreferred === true && { isPreferred }) }
}

function readEdit(given: unknown): TextEdit | undefined {
  const place = readPlace(given)
  const newText = place && (given as Record<string, unknown>)['newText']
  return place && typeof newText === 'string' ? { ...place, newText } : undefined
}

function readRelatedPlace(given: unknown): RelatedPlace | undefined {
  const place = readPlace(given)
  const message = place && (given as Record<string, unknown>)['message']
  return place && typeof message === 'string' ? { ...place, message } : undefined
}

function readPlace(given: unknown): { file: string; range: Range } | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const { file, range } = given as Record<string, unknown>
  if (typeof file !== 'string' || typeof range !== 'object' || range === null) return undefined
  const { start, end } = range as Record<string, unknown>
  const [from, to] = [readPosition(start), readPosition(end)]
  return from && to && { file, range: { start: from, end: to } }
}

function readPosition(given: unknown): Range['start'] | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const { line, character } = given as Record<string, unknown>
  return isCount(line) && isCount(character) ? { line, character } : undefined
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function contextFor(context: RuleContext): OwnContext {
  const { definition, documents, files } = context
  return {
    definition,
    valueOf,
    written: origin => toValue(nodeOf(context, origin)),
    originAt: (file, pointer) => {
      const node = documents.has(file)
        ? nodeOf(context, {
            file,
            pointer,
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          })
        : undefined
      return node && originOf(node)
    },
    read: path => files.read(files.resolve(files.folderOf(definition.file), path)),
    replaceFix: (origin, written, word) => replaceFix(context, origin, written, word),
    insertFix: (origin, name, value) => insertFix(context, origin, name, value),
    nearestFix: (origin, written, names) => nearestFix(context, origin, written, names),
  }
}
