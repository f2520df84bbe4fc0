import type { WorkspaceEdit } from 'vscode-languageserver-types'
import type { Range } from '../base/text.ts'
import { documentOf } from '../syntax/node.ts'
import type { Uris } from './places.ts'
import { rangeOfMention } from './references.ts'
import type { SymbolKind } from './symbols/mention.ts'
import { isExact } from './symbols/mention.ts'
import type { FoundSymbol } from './symbols/symbolTable.ts'

/** Why a name stays as it is, in words for the user. */
export class RenameRefused {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

interface Naming {
  /** Shown to the user: `A stage variable`. */
  readonly what: string
  readonly pattern: RegExp
  /** `letters and digits` */
  readonly takes: string
}

const logicalId = { pattern: /^[A-Za-z0-9]{1,255}$/, takes: 'letters and digits' }
const component = { pattern: /^[\w.-]+$/, takes: "letters, digits, '.', '-' and '_'" }
const word = { pattern: /^[\w-]+$/, takes: "letters, digits, '-' and '_'" }
const text = { pattern: /^\S+$/, takes: 'no blanks' }

/** What AWS and OpenAPI take for a name. */
const namings: Readonly<Record<SymbolKind, Naming>> = {
  resource: { what: 'A logical id', ...logicalId },
  parameter: { what: 'A parameter', ...logicalId },
  output: { what: 'An output', ...logicalId },
  condition: { what: 'A condition', ...logicalId },
  mapping: { what: 'A mapping', ...logicalId },
  component: { what: 'A component', ...component },
  securityScheme: { what: 'A security scheme', ...component },
  requestValidator: { what: 'A request validator', ...component },
  operation: { what: 'An operationId', ...text },
  authorizer: { what: 'An authorizer', ...word },
  model: { what: 'A model', ...logicalId },
  route: { what: 'A route key', pattern: /^\S+( \/\S*)?$/, takes: 'a method and a path, or one word' },
  function: { what: 'A function', ...word },
  stageVariable: { what: 'A stage variable', pattern: /^\w+$/, takes: "letters, digits and '_'" },
  scope: { what: 'A scope', ...text },
  pathParameter: {
    what: 'A path parameter',
    pattern: /^[\w.:-]+$/,
    takes: "letters, digits, '.', '-', ':' and '_'",
  },
  anchor: { what: 'An anchor', pattern: /^[^\s,[\]{}]+$/, takes: 'no blanks, commas or brackets' },
}

/** Kinds that are known by what uses them alone: nothing in a definition need declare them. */
const undeclared: readonly SymbolKind[] = ['scope', 'stageVariable', 'operation']

/** What is about to be renamed; a refusal says why it cannot be. */
export function prepareRename(found: FoundSymbol): { range: Range; placeholder: string } | RenameRefused {
  return refusal(found) ?? { range: rangeOfMention(found.mention), placeholder: found.mention.name }
}

/** Writes another name in every place of a symbol. */
export function rename(found: FoundSymbol, newName: string, uris: Uris): WorkspaceEdit | RenameRefused {
  const refused = refusal(found) ?? refusalOfName(found, newName)
  if (refused) return refused
  const changes: NonNullable<WorkspaceEdit['changes']> = {}
  for (const mention of found.mentions) {
    const uri = uris.toUri(documentOf(mention.node).file)
    const newText = mention.write ? mention.write(newName) : newName
    changes[uri] = [...(changes[uri] ?? []), { range: rangeOfMention(mention), newText }]
  }
  return { changes }
}

function refusal({ mention, mentions }: FoundSymbol): RenameRefused | undefined {
  const { kind, name } = mention
  if (name.startsWith('AWS::')) return new RenameRefused(`'${name}' is a name of AWS`)
  if (!undeclared.includes(kind) && !mentions.some(({ isDeclaration }) => isDeclaration)) {
    return new RenameRefused(`Nothing here declares '${name}'`)
  }
  const unclear = mentions.find(each => !isExact(each))
  if (!unclear) return undefined
  const line = rangeOfMention(unclear).start.line + 1
  return new RenameRefused(
    `'${name}' is written with escapes in line ${line} of ${documentOf(unclear.node).file}`,
  )
}

function refusalOfName(found: FoundSymbol, newName: string): RenameRefused | undefined {
  const { mention, mentions, isTaken } = found
  const { what, pattern, takes } = namings[mention.kind]
  if (!pattern.test(newName)) return new RenameRefused(`${what} takes ${takes}: '${newName}' is none`)
  if (newName !== mention.name && isTaken(newName)) return new RenameRefused(`'${newName}' is taken`)
  const isPlain = mentions.some(({ node }) => node.type === 'scalar' && node.style === 'plain')
  if (/["'\\]|^[\s#]/.test(newName) || (isPlain && isSpecial(newName))) {
    return new RenameRefused(`'${newName}' would need quotes; write it by hand`)
  }
  return undefined
}

/** What YAML does not read as the text that it is, unless it is quoted. */
function isSpecial(name: string): boolean {
  return /^([-+.]?\d[\d.,:_]*(e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|true|false|yes|no|on|off|null|~)$|^[-?:,[\]{}#&*!|>@`%]|:$|: | #/i.test(
    name,
  )
}
