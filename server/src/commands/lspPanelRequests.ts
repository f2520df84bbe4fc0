import { diskFiles } from '../io/files.ts'
import { identityChoices } from '../language/identityChoices.ts'
import { outline } from '../language/outline.ts'
import { routeDetails } from '../language/routeDetails.ts'
import { whoMayCall } from '../language/whoMayCall.ts'
import type { AccessQuestion } from '../protocol/access.ts'
import type { IdentityQuestion } from '../protocol/identities.ts'
import type { RouteReference } from '../protocol/places.ts'
import { journalEvents } from './journalEvents.ts'
import type { FeatureContext } from './lspContext.ts'
import { uris } from './lspContext.ts'

/** The requests beside LSP's own, which the tree and the panels ask. */
export function registerPanelRequests({ connection, workspace, guarded }: FeatureContext): void {
  connection.onRequest('gatehouse/outline', () =>
    guarded('outline', { gateways: [], unreadable: [] }, () =>
      outline(workspace.definitions(), workspace.files, uris),
    ),
  )
  connection.onRequest('gatehouse/routeDetails', (reference: RouteReference) =>
    guarded('routeDetails', null, () => {
      return routeDetails(workspace.result(uris.toFile(reference.definition)), reference, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/whoMayCall', (question: AccessQuestion) =>
    guarded('whoMayCall', null, () => {
      return whoMayCall(workspace.result(uris.toFile(question.definition)), question) ?? null
    }),
  )
  connection.onRequest('gatehouse/identities', (question: IdentityQuestion) =>
    guarded('identities', null, () => {
      const owner = workspace.result(uris.toFile(question.route.definition))
      return identityChoices(owner, question, diskFiles, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/journal', ({ definition }: { definition: string }) =>
    guarded('journal', { events: [] }, () => {
      return { events: journalEvents(uris.toFile(definition), uris) }
    }),
  )
}
