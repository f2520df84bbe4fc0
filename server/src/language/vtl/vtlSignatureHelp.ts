import type { SignatureHelp } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { Workspace } from '../workspace.ts'
import { callAt } from './cursor.ts'
import { memberCandidates } from './memberCandidates.ts'
import { templateAt } from './placedTemplate.ts'
import { readableTemplate } from './readable.ts'

/** The parameters of the method that is being called; undefined where none is. */
export function vtlSignatureHelp(
  workspace: Workspace,
  file: string,
  position: Position,
): SignatureHelp | undefined {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  if (!placed || offset === undefined) return undefined
  const call = callAt(placed.text, offset)
  if (!call) return undefined
  const template = readableTemplate(placed.text, offset)
  const found = memberCandidates(call.chain, placed, template).find(
    ({ kind, name }) => kind === 'method' && name === call.method,
  )
  if (!found) return undefined
  const parameters = /\(([^)]*)\)/.exec(found.detail)?.[1] ?? ''
  return {
    signatures: [
      {
        label: found.detail,
        documentation: { kind: 'markdown', value: found.documentation },
        parameters: parameters === '' ? [] : parameters.split(', ').map(label => ({ label })),
      },
    ],
    activeSignature: 0,
    activeParameter: call.argument,
  }
}
