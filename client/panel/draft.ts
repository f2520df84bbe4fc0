import type { ChosenFile, PanelCircumstances } from '../src/panelMessages.ts'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { ParameterDetails, RouteDetails } from '../../server/src/protocol/requests.ts'

/** The request as the user has it before it is sent. */
export interface Draft {
  /** A method in capitals; one of several only for a route with `ANY`. */
  readonly method: string
  /** Path as typed, for the route that has none of its own (`$default`). */
  readonly freePath: string
  readonly pathValues: Readonly<Record<string, string>>
  readonly query: readonly FieldRow[]
  readonly headers: readonly FieldRow[]
  readonly bodyKind: BodyKind
  /** What is typed as a body; sent where the kind is `text`. */
  readonly body: string
  readonly bodyFile?: ChosenFile
  readonly form: readonly FormRow[]
  readonly contentType: string
  readonly stage: string
  /** What AWS knows of the request beside what it carries; empty for what the gateway takes by itself. */
  readonly circumstances: PanelCircumstances
  /** Name of the identity that calls; unset for nobody in particular. */
  readonly identity?: string
}

/** A text; the bytes of a file; a form, urlencoded or in parts. */
export type BodyKind = 'text' | 'file' | 'form' | 'multipart'

/** A field of a form; in parts it may be a file. */
export interface FormRow extends FieldRow {
  readonly file?: ChosenFile
}

/** A query parameter or header that may be sent. */
export interface FieldRow {
  /** Unique in its list. */
  readonly id: number
  readonly name: string
  readonly value: string
  readonly isSent: boolean
  /** The definition names it, so its name stays. */
  readonly isDeclared: boolean
  readonly isRequired: boolean
}

/** A literal stretch of the route's path, or the name of a parameter (`proxy+` with its plus). */
export type PathPart =
  { readonly type: 'literal'; readonly text: string } | { readonly type: 'parameter'; readonly name: string }

export const anyMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** What is in the panel before the user types: the definition's examples. */
export function draftOf(details: RouteDetails): Draft {
  const { method, path } = details.route
  return {
    method: hasManyMethods(details) ? 'GET' : method,
    freePath: path || '/',
    pathValues: Object.fromEntries(details.pathParameters.map(({ name, example }) => [name, example ?? ''])),
    query: details.queryParameters.map(declaredRow),
    headers: details.headers.map(declaredRow),
    bodyKind: 'text',
    body: details.exampleBody ?? '',
    form: [],
    contentType: details.contentType ?? 'application/json',
    stage: details.stages[0] ?? '',
    circumstances: {},
  }
}

/** Keeps what the user typed when the definition changed under it. */
export function mergedDraft(draft: Draft, details: RouteDetails): Draft {
  const fresh = draftOf(details)
  return {
    ...draft,
    method: hasManyMethods(details) ? draft.method : fresh.method,
    pathValues: { ...fresh.pathValues, ...draft.pathValues },
    query: mergedRows(draft.query, fresh.query),
    headers: mergedRows(draft.headers, fresh.headers),
    stage: details.stages.includes(draft.stage) ? draft.stage : fresh.stage,
  }
}

/** Whether the user chooses the method: `ANY`, and the HTTP API's `$default`. */
export function hasManyMethods(details: RouteDetails): boolean {
  return details.route.method === 'ANY' || details.route.method === '$default'
}

/** Splits `/books/{bookId}/reviews` for the line where parameters are filled in. */
export function pathParts(path: string): PathPart[] {
  return path
    .split(/(\{[^{}/]+\})/)
    .filter(part => part !== '')
    .map(part =>
      part.startsWith('{') ? { type: 'parameter', name: part.slice(1, -1) } : { type: 'literal', text: part },
    )
}

/** The value of a path parameter; `{proxy+}` is declared as `proxy`. */
export function pathValue(draft: Draft, name: string): string {
  return draft.pathValues[parameterKey(name)] ?? ''
}

/** The name under which a draft keeps a parameter's value. */
export function parameterKey(name: string): string {
  return name.endsWith('+') ? name.slice(0, -1) : name
}

/** Path parameters without a value: with them the request would reach another route. */
export function missingPathParameters(draft: Draft, details: RouteDetails): string[] {
  return pathParts(details.route.path)
    .flatMap(part => (part.type === 'parameter' ? [part.name] : []))
    .filter(name => pathValue(draft, name) === '')
}

/** The request that the draft stands for; values are percent-encoded, a typed path is taken as it is. */
export function requestOf(draft: Draft, details: RouteDetails): InvokeRequest {
  const headers = draft.headers.filter(isFilled).map(({ name, value }) => [name, value] as const)
  const hasContentType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const type = draft.bodyKind === 'form' ? formType : draft.contentType
  // A form in parts tells its boundary, which is made with the body.
  const isOwnType = hasContentType || !type || draft.bodyKind === 'multipart'
  const contentType = isOwnType ? [] : [['Content-Type', type] as const]
  const query = encodedRows(draft.query)
  const target = query === '' ? pathOf(draft, details) : `${pathOf(draft, details)}?${query}`
  const request = { method: draft.method, target }
  if (!hasBody(draft)) return { ...request, headers }
  const all = [...contentType, ...headers]
  if (draft.bodyKind === 'file' || draft.bodyKind === 'multipart') return { ...request, headers: all }
  return {
    ...request,
    headers: all,
    bodyText: draft.bodyKind === 'form' ? encodedRows(draft.form) : draft.body,
  }
}

/** Whether a request goes out with a body. */
export function hasBody(draft: Draft): boolean {
  if (draft.bodyKind === 'text') return draft.body !== ''
  return draft.bodyKind === 'file' ? draft.bodyFile !== undefined : draft.form.some(isFilled)
}

const formType = 'application/x-www-form-urlencoded'

function encodedRows(rows: readonly FieldRow[]): string {
  return rows
    .filter(isFilled)
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

function pathOf(draft: Draft, details: RouteDetails): string {
  if (details.route.path === '') return draft.freePath.startsWith('/') ? draft.freePath : `/${draft.freePath}`
  return pathParts(details.route.path)
    .map(part =>
      part.type === 'literal' ? part.text : encodedParameter(part.name, pathValue(draft, part.name)),
    )
    .join('')
}

/** A greedy parameter takes several segments, so its slashes stay. */
function encodedParameter(name: string, value: string): string {
  return name.endsWith('+') ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
}

/** The draft with one value for a header, in place of what it had. */
export function withHeader(draft: Draft, name: string, value: string): Draft {
  const isSame = (row: FieldRow) => row.name.toLowerCase() === name.toLowerCase()
  const own = draft.headers.find(isSame)
  if (own) {
    const headers = draft.headers.map(row => (row === own ? { ...row, value, isSent: true } : row))
    return { ...draft, headers }
  }
  const id = Math.max(-1, ...draft.headers.map(row => row.id)) + 1
  const row = { id, name, value, isSent: true, isDeclared: false, isRequired: false }
  return { ...draft, headers: [...draft.headers, row] }
}

/** Whether a row goes out with the request. */
export function isFilled(row: FieldRow): boolean {
  return row.isSent && row.name !== ''
}

function declaredRow({ name, isRequired, example }: ParameterDetails, id: number): FieldRow {
  return { id, name, value: example ?? '', isSent: isRequired, isDeclared: true, isRequired }
}

function mergedRows(old: readonly FieldRow[], fresh: readonly FieldRow[]): FieldRow[] {
  const declared = fresh.map(row => {
    const before = old.find(({ name }) => name.toLowerCase() === row.name.toLowerCase())
    return before ? { ...row, value: before.value, isSent: before.isSent } : row
  })
  const isNew = (row: FieldRow) => !fresh.some(({ name }) => name.toLowerCase() === row.name.toLowerCase())
  const own = old.filter(row => isNew(row) && (!row.isDeclared || row.isSent))
  return [...declared, ...own.map(row => ({ ...row, isDeclared: false, isRequired: false }))].map(
    (row, id) => ({ ...row, id }),
  )
}
