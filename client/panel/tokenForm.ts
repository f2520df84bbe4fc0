import type { TokenOrder } from '../../server/src/protocol/identities.ts'

/** A token as the user describes it. */
export interface TokenForm {
  /** Name of an authorizer; empty for none. */
  readonly authorizer: string
  readonly use: 'id' | 'access'
  /** Names with blanks between them. */
  readonly scopes: string
  /** JSON text. */
  readonly claims: string
  readonly seconds: number
}

/** How long tokens can be good; one that is over shows what callers with an old token see. */
export const lifetimes: readonly { readonly seconds: number; readonly text: string }[] = [
  { seconds: 300, text: '5 minutes' },
  { seconds: 3600, text: '1 hour' },
  { seconds: 86_400, text: '1 day' },
  { seconds: -60, text: 'nothing: expired a minute ago' },
]

/** What to ask for; a text says what is wrong with the claims. */
export function orderOf(form: TokenForm, identity: string | undefined): TokenOrder | string {
  const claims = claimsIn(form.claims)
  if (!claims) return 'Claims are a JSON object'
  const scopes = form.scopes.split(/[\s,]+/).filter(scope => scope !== '')
  return {
    use: form.use,
    claims,
    expiresIn: form.seconds,
    ...(identity !== undefined && { identity }),
    ...(form.authorizer !== '' && { authorizer: form.authorizer }),
    ...(form.use === 'access' && { scopes }),
  }
}

function claimsIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === '') return {}
  try {
    const read: unknown = JSON.parse(text)
    const isObject = typeof read === 'object' && read !== null && !Array.isArray(read)
    return isObject ? { ...read } : undefined
  } catch {
    return undefined
  }
}
