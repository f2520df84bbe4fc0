import type { HttpRequest } from '../messages.ts'
import type { ServedApi } from '../servedApi.ts'
import { editedRequest } from './editedResult.ts'
import type { DebuggedApi, RequestDebugger } from './requestDebugger.ts'

/** The request as somebody who held it up before its first step lets it go on. */
export async function arriving(request: HttpRequest, watching: RequestDebugger): Promise<HttpRequest> {
  const edited = editedRequest(request)
  await watching.arrives(edited)
  return edited.result()
}

/** What a request is sent to, for whoever watches it. */
export function debuggedApi({ api, stage }: ServedApi): DebuggedApi {
  return { id: api.id, name: api.name, stage: stage.name }
}
