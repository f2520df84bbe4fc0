/**
 * When lists and maps last grew or shrank, as Java's `modCount` tells an iterator. The times are numbers that only ever
 * rise; nothing but their order counts.
 */
const lastChanges = new WeakMap<object, number>()
let now = 0

/** Notes that a list or map has grown or shrunk. */
export function noteChange(collection: object): void {
  lastChanges.set(collection, ++now)
}

/** The present time, to ask for changes since. */
export function changeTime(): number {
  return now
}

/** Whether a list or map has grown or shrunk since a time. */
export function hasChangedSince(collection: object, time: number): boolean {
  return now !== time && (lastChanges.get(collection) ?? 0) > time
}
