import type { HttpRequest } from '../messages.ts'
import { editedRequest } from './editedResult.ts'
import type { RequestDebugger } from './requestDebugger.ts'

/** The request as somebody who held it up before its first step lets it go on. */
export async function arriving(request: HttpRequest, watching: RequestDebugger): Promise<HttpRequest> {
  const edited = editedRequest(request)
  await watching.arrives(edited)
  return edited.result()
}
