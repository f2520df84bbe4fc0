import { lastField } from '../../base/headers.ts'
import type { BackendRequest } from '../world.ts'

/** The action that a request asks of a service: by its header `X-Amz-Target`, or by `Action` in query or form. */
export function actionIn({ url, headers, body }: BackendRequest): string | undefined {
  const target = lastField(headers, 'x-amz-target')
  if (target !== undefined) return target.split('.').at(-1)
  const query = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '').get('Action')
  if (query !== null) return query
  if (!/^application\/x-www-form-urlencoded\b/i.test(lastField(headers, 'content-type') ?? ''))
    return undefined
  return new URLSearchParams(Buffer.from(body).toString('utf8').trim()).get('Action') ?? undefined
}
