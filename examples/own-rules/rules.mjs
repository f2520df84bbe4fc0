// Two rules of a team's own. Run 'gatehouse check examples/own-rules', or open the folder in the editor and trust it.

/**
 * Every route has a name: our client generator makes a function of each.
 *
 * @type {import('../../types/own-rules.d.ts').OwnRule}
 */
export const operationNameMissing = {
  id: 'operation-name-missing',
  severity: 'error',
  summary: 'A method or route has no operation name.',
  visit: {
    *method({ httpMethod, operationName, origin, isGenerated }, { path }) {
      if (operationName !== undefined || isGenerated) return
      yield { origin, message: messageFor(`${httpMethod} ${path}`) }
    },
    *route({ routeKey, operationName, origin }) {
      if (operationName === undefined) yield { origin, message: messageFor(routeKey) }
    },
  },
}

/** Milliseconds that our front end waits. */
const patience = 10_000

/**
 * No backend is waited for longer than our front end waits.
 *
 * @type {import('../../types/own-rules.d.ts').OwnRule}
 */
export const timeoutTooLong = {
  id: 'timeout-too-long',
  severity: 'warning',
  summary: 'An integration waits longer than our front end.',
  documentation: 'https://wiki.example.com/timeouts',
  visit: {
    *integration({ timeoutInMillis }, { label }, { valueOf, replaceFix }) {
      const limit = valueOf(timeoutInMillis)
      if (timeoutInMillis === undefined || limit === undefined || limit <= patience) return
      const { origin } = timeoutInMillis
      yield {
        origin,
        message: `'${label}' waits ${limit} ms, and the front end gives up after ${patience}; write ${patience} or less`,
        fixes: replaceFix(origin, String(limit), String(patience)),
      }
    },
  },
}

/** @param {string} route */
function messageFor(route) {
  return `'${route}' has no operation name, so our client has no function for it; add an 'operationId'`
}
