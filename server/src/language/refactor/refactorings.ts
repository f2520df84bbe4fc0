import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { addCors } from './addCors.ts'
import { extractModel } from './extractModel.ts'
import { convertIntrinsics } from './intrinsicForms.ts'
import type { Refactoring } from './refactoring.ts'

/** What can be done with a definition at a place, without anything being wrong there. */
export function refactorings(document: SourceDocument, range: Range, owner: DefinitionResult): Refactoring[] {
  return [
    ...convertIntrinsics(document, range),
    ...addCors(document, range, owner),
    ...extractModel(document, range, owner),
  ]
}
