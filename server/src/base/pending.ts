/**
 * Whether a result is still to come. A request goes through a dozen steps that mostly give theirs at once: to `await` those
 * costs more than many of the steps do.
 */
export function isPending<T>(result: T | Promise<T>): result is Promise<T> {
  return result instanceof Promise
}
