import { addPart } from '../language/parts/addPart.ts'
import { deletePart } from '../language/parts/deletePart.ts'
import { partForm } from '../language/parts/partForm.ts'
import type { NewPart, NoPartEdit, PartEdit, PartForm, PartName } from '../protocol/parts.ts'
import type { FeatureContext } from './lspContext.ts'

const broken: NoPartEdit = { message: 'Gatehouse broke while it looked at the definition: see the log' }

/** Adding and deleting parts of APIs, as the tree's menu asks for it. */
export function registerPartRequests({ connection, workspace, uris, guarded }: FeatureContext): void {
  const ownerOf = ({ definition }: PartName) => workspace.result(uris.toFile(definition))
  connection.onRequest<PartForm | NoPartEdit, void>('gatehouse/partForm', (part: PartName) =>
    guarded<PartForm | NoPartEdit>('partForm', broken, () => partForm(part, ownerOf(part))),
  )
  connection.onRequest<PartEdit | NoPartEdit, void>('gatehouse/addPart', (part: NewPart) =>
    guarded<PartEdit | NoPartEdit>('addPart', broken, () =>
      addPart(part, ownerOf(part), workspace.files, uris),
    ),
  )
  connection.onRequest<PartEdit | NoPartEdit, void>('gatehouse/deletePart', (part: PartName) =>
    guarded<PartEdit | NoPartEdit>('deletePart', broken, () =>
      deletePart(part, ownerOf(part), workspace.files, uris),
    ),
  )
}
