import { typeOfFile } from '../src/fileTypes.ts'
import type { ToPanel } from '../src/panelMessages.ts'
import type { Draft } from './draft.ts'

/** The draft with a file that the user chose: as its body, in a row of its form, as the client's certificate. */
export function pickedFile(draft: Draft, { at, file }: Extract<ToPanel, { type: 'picked' }>): Draft {
  if (at === 'body') {
    return { ...draft, bodyKind: 'file', bodyFile: file, contentType: typeOfFile(file.path) }
  }
  if (at === 'certificate') {
    return { ...draft, circumstances: { ...draft.circumstances, certificateFile: file.path } }
  }
  const form = draft.form.map(row => (row.id === at ? { ...row, file, isSent: true } : row))
  return { ...draft, form }
}
