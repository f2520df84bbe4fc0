import { valueOf } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { childAt, entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { child, list, textFact } from './reader.ts'

/**
 * Says which parts of a document have no counterpart in API Gateway, so that no method or route is made of them: `trace`
 * operations and cookie parameters, both `import-leaves-out`.
 */
export function reportLeftOut(document: OpenApiDocument): void {
  for (const { value: pathItem } of document.members(childAt(document.root, 'paths'))) {
    document.remember(pathItem, 'leftOut', [], () => void reportOf(document, pathItem))
  }
}

function reportOf(document: OpenApiDocument, pathItem: Node): void {
  const trace = entryOf(pathItem, 'trace')
  if (trace) {
    const why = 'API Gateway has no method TRACE, so the import leaves this operation out'
    report(document, originOfEntry(trace), why)
  }
  reportCookies(document, pathItem)
  for (const { value: operation } of document.members(pathItem)) reportCookies(document, operation)
}

function reportCookies(document: OpenApiDocument, owner: Node): void {
  const { reader } = document
  for (const parameter of list(reader, entryOf(owner, 'parameters')?.value)) {
    const place = child(reader, parameter, 'in')
    if (!place || valueOf(textFact(reader, place)) !== 'cookie') continue
    const name = valueOf(textFact(reader, entryOf(parameter, 'name')?.value)) ?? ''
    const why = `API Gateway has no cookie parameters, so the import leaves '${name}' out; a backend finds it in the header Cookie`
    report(document, originOf(place), why)
  }
}

function report(
  { reader }: OpenApiDocument,
  { file, range }: ReturnType<typeof originOf>,
  message: string,
): void {
  reader.report({ code: 'import-leaves-out', severity: 'info', file, range, message })
}
