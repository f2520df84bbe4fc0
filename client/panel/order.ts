import type { Fields } from '../../server/src/base/headers.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { BodySource, Order } from '../src/panelMessages.ts'
import { pathPattern } from '../src/pathPattern.ts'
import {
  draftOf,
  hasManyMethods,
  isFilled,
  parameterKey,
  pathParts,
  requestOf,
  type Draft,
  type FieldRow,
} from './draft.ts'

/** The draft with all that goes with it, as it is sent. */
export function orderOf(draft: Draft, details: RouteDetails): Order {
  const body = bodySource(draft)
  const hasCircumstances = Object.keys(draft.circumstances).length > 0
  return {
    request: requestOf(draft, details),
    stage: draft.stage,
    ...(draft.identity !== undefined && { identity: draft.identity }),
    ...(hasCircumstances && { circumstances: draft.circumstances }),
    ...(body && { body }),
  }
}

/** Whether two requests are the same with all that goes with them. */
export function isSameOrder(a: Order, b: Order): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))
}

/** The draft that stands for a request of the history or of a file; fields of the definition stay, unsent where it has none. */
export function filledDraft(details: RouteDetails, order: Order): Draft {
  const fresh = draftOf(details)
  const { request, identity, circumstances = {}, body } = order
  const at = request.target.indexOf('?')
  const path = at < 0 ? request.target : request.target.slice(0, at)
  const query = at < 0 ? [] : queryFields(request.target.slice(at + 1))
  const isDeclared = fresh.headers.some(({ name }) => name.toLowerCase() === 'content-type')
  const types = request.headers.filter(([name]) => name.toLowerCase() === 'content-type')
  const contentType = types.at(-1)?.[1]
  const headers = isDeclared ? request.headers : request.headers.filter(field => !types.includes(field))
  return {
    ...fresh,
    method: hasManyMethods(details) ? request.method : fresh.method,
    freePath: details.route.path === '' ? request.target : fresh.freePath,
    pathValues: { ...fresh.pathValues, ...pathValuesIn(details.route.path, path) },
    query: details.route.path === '' ? fresh.query : filledRows(fresh.query, query),
    headers: filledRows(fresh.headers, headers),
    contentType: contentType ?? fresh.contentType,
    stage: details.stages.includes(order.stage) ? order.stage : fresh.stage,
    circumstances,
    ...bodyOf(order, contentType, fresh),
    ...(body?.type === 'file' && { bodyKind: 'file', bodyFile: { path: body.path, size: 0 } }),
    ...(identity !== undefined && { identity }),
  }
}

/** Values of path parameters in a path; none where it is not one of the template. */
export function pathValuesIn(template: string, path: string): Record<string, string> {
  const values = pathPattern(template).exec(path)?.slice(1)
  if (!values) return {}
  const names = pathParts(template).flatMap(part => (part.type === 'parameter' ? [part.name] : []))
  return Object.fromEntries(
    names.map((name, index) => [parameterKey(name), decoded(values[index] ?? '', decodeURIComponent)]),
  )
}

function bodySource(draft: Draft): BodySource | undefined {
  if (draft.bodyKind === 'file') return draft.bodyFile && { type: 'file', path: draft.bodyFile.path }
  if (draft.bodyKind !== 'multipart') return undefined
  const parts = draft.form.filter(isFilled).map(({ name, value, file }) => ({
    name,
    ...(file ? { path: file.path } : { value }),
  }))
  return { type: 'multipart', parts }
}

function bodyOf(
  { request, body }: Order,
  contentType: string | undefined,
  fresh: Draft,
): Pick<Draft, 'body' | 'bodyKind' | 'form'> {
  const text = request.bodyText ?? ''
  if (body?.type === 'multipart') {
    const form = body.parts.map(({ name, value = '', path }, id) => ({
      ...ownRow(id, name, value),
      ...(path !== undefined && { file: { path, size: 0 } }),
    }))
    return { body: fresh.body, bodyKind: 'multipart', form }
  }
  if (contentType?.startsWith('application/x-www-form-urlencoded') && text !== '') {
    const form = queryFields(text).map(([name, value], id) => ownRow(id, name, value))
    return { body: fresh.body, bodyKind: 'form', form }
  }
  return { body: text, bodyKind: 'text', form: fresh.form }
}

function filledRows(declared: readonly FieldRow[], fields: Fields): FieldRow[] {
  const left = [...fields]
  const known = declared.map(row => {
    const index = left.findIndex(([name]) => name.toLowerCase() === row.name.toLowerCase())
    const [found] = index < 0 ? [] : left.splice(index, 1)
    // A secret was not kept: the example stands for it again.
    if (found?.[1] === '') return { ...row, isSent: true }
    return found ? { ...row, value: found[1], isSent: true } : { ...row, isSent: false }
  })
  return [...known, ...left.map(([name, value]) => ownRow(0, name, value))].map((row, id) => ({ ...row, id }))
}

function ownRow(id: number, name: string, value: string): FieldRow {
  return { id, name, value, isSent: true, isDeclared: false, isRequired: false }
}

function queryFields(query: string): [string, string][] {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const at = part.indexOf('=')
      const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
      return [fromForm(name), fromForm(value)]
    })
}

function fromForm(text: string): string {
  return decoded(text.replaceAll('+', ' '), decodeURIComponent)
}

function decoded(text: string, decode: (text: string) => string): string {
  try {
    return decode(text)
  } catch {
    return text // a lone '%' means itself
  }
}

function inOrder({ request, stage, identity, circumstances, body }: Order): unknown {
  const { method, target, headers, bodyText = '' } = request
  const around = Object.entries(circumstances ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [method, target, headers, bodyText, stage, identity, around, body]
}
