import type { Hover } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import type { PolicyData } from './policyData.ts'

export function policyHover(
  _d: SourceDocument,
  _p: Position,
  _o: DefinitionResult,
  _data: PolicyData,
): Hover | undefined {
  return undefined
}
