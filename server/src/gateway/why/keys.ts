import type { About, Explanation } from './about.ts'
import { backendName, targetWord } from './about.ts'
import type { KeyCause } from './cause.ts'
import { code, counted, goTo } from './parts.ts'
import type { ToldStep } from '../trace.ts'

/** Why a key, a quota or a limit stopped a request. */
export function keyWhy(about: About, cause: KeyCause, { step }: ToldStep): Explanation {
  const { source } = step
  const at = source ? { source } : {}
  const { stage } = about.served
  switch (cause.type) {
    case 'throttle':
      return {
        cause: 'throttled',
        sentence: `API Gateway throttled the request: **${cause.name.replaceAll('**', '')} takes ${counted(cause.rate, 'request')} a second and ${cause.burst} at once**. More came, so ${backendName(about)} was never called.`,
        ...at,
        fixes: goTo('Go to the limit', source),
      }
    case 'quota':
      return {
        cause: 'quota-used-up',
        sentence: `API Gateway refused the key ${code(cause.keyId)}: **${cause.limit === 1 ? 'its one request' : `all of its ${cause.limit} requests`} of this ${cause.period.toLowerCase()} ${cause.limit === 1 ? 'is' : 'are'} used**. The next period begins at ${cause.until}.`,
        ...at,
        fixes: goTo('Go to the quota', source),
      }
    case 'apiKey':
      if (cause.state === 'missing')
        return {
          cause: 'api-key-missing',
          sentence: `API Gateway refused the request: **no API key came in ${cause.where}**, and the ${targetWord(about)} asks for one. So ${backendName(about)} was never called.`,
          ...at,
          fixes: goTo('Go to where it is asked for', source),
        }
      if (cause.state === 'disabled')
        return {
          cause: 'api-key-disabled',
          sentence: `API Gateway refused the request: **the key ${code(cause.keyId)} is not enabled**. A key that is off counts as none, so ${backendName(about)} was never called.`,
          ...at,
          fixes: goTo('Go to the key', source),
        }
      return {
        cause: 'api-key-not-in-plan',
        sentence: `API Gateway refused the request: **the key in ${cause.where} is in no usage plan of stage ${code(stage.name)}**. A key counts only through a plan, so ${backendName(about)} was never called.`,
        ...at,
        facts: [
          {
            label: 'Wanted',
            text: `a key that a \`UsagePlanKey\` ties to a plan whose \`ApiStages\` names ${code(stage.name)}`,
          },
        ],
        fixes: goTo('Go to where it is asked for', source),
      }
  }
}
