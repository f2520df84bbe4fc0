import type { Files } from '../../base/files.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { addCors } from './addCors.ts'
import { extractModel } from './extractModel.ts'
import { convertIntrinsics } from './intrinsicForms.ts'
import type { Refactoring } from './refactoring.ts'
import { moveTemplate } from './templateFile.ts'

/** What can be done with a definition at a place, without anything being wrong there. */
export function refactorings(
  document: SourceDocument,
  range: Range,
  owner: DefinitionResult,
  files: Files,
): Refactoring[] {
  return [
    ...convertIntrinsics(document, range),
    ...addCors(document, range, owner),
    ...extractModel(document, range, owner),
    ...moveTemplate(document, range, owner, files),
  ]
}
