import type { Node } from '../syntax/node.ts'
import type { Cell } from '../syntax/reads.ts'
import { noteAllOf } from '../syntax/parts.ts'
import { derivedCell, isNoting, noteChange, noteRead, unsteady, withReads } from '../syntax/reads.ts'

/** What a resource is known by. */
interface Watchable {
  readonly type: string
  readonly body: Node
  readonly isComputed?: boolean
}

/**
 * The resources of a template that note who asks for them. What was computed with the resources of one reading holds for
 * the next one as long as it would be given the same nodes.
 */
export class WatchedResources<T extends Watchable> extends Map<string, T> {
  readonly #latest: Latest<T>
  readonly #globals: Node | undefined
  readonly #contents = new Map<T, Cell>()

  /** Those of `which` kind in the template with this root. */
  constructor(
    root: Node,
    which: string,
    globals: Node | undefined,
    resources: Iterable<readonly [string, T]> = [],
  ) {
    super()
    // Only resources of one sort are kept under a root.
    const latest = latestOf(root, which) as Latest<T>
    this.#latest = latest
    this.#globals = globals
    for (const [id, resource] of resources) this.set(id, resource)
    latest.resources = this
    noteChange()
  }

  override get(id: string): T | undefined {
    const resource = super.get(id)
    if (isNoting()) {
      this.#noteNode(id, resource?.body)
      if (resource) this.noteContent(resource)
    }
    return resource
  }

  override has(id: string): boolean {
    if (isNoting()) this.#noteNode(id, super.get(id)?.body)
    return super.has(id)
  }

  override get size(): number {
    this.#noteAll()
    return super.size
  }

  override entries(): MapIterator<[string, T]> {
    this.#noteAll()
    return super.entries()
  }

  override keys(): MapIterator<string> {
    this.#noteAll()
    return super.keys()
  }

  override values(): MapIterator<T> {
    this.#noteAll()
    return super.values()
  }

  override [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries()
  }

  override forEach(visit: (value: T, key: string, map: Map<string, T>) => void): void {
    this.#noteAll()
    super.forEach(visit)
  }

  /** Without noting it. */
  peek(id: string): T | undefined {
    return super.get(id)
  }

  /** Notes that all of a resource was read, with what `Globals` adds to it. */
  noteContent(resource: T): void {
    const known = this.#contents.get(resource)
    if (known) {
      noteRead(known)
      return
    }
    const { cell } = withReads(() => {
      if (resource.isComputed) noteRead(unsteady)
      noteAllOf(resource.body)
      if (this.#globals && resource.type.startsWith('AWS::Serverless::')) noteAllOf(this.#globals)
    })
    this.#contents.set(resource, cell)
  }

  /** Notes that `found` are all those that `find` finds among the resources. */
  noteFound(found: readonly T[], find: (resources: WatchedResources<T>) => readonly T[]): void {
    if (!isNoting()) return
    const latest = this.#latest
    const bodies = found.map(({ body }) => body)
    noteRead(
      derivedCell(() => {
        const now = latest.resources ? find(latest.resources) : []
        return now.length !== bodies.length || now.some(({ body }, index) => body !== bodies[index])
      }),
    )
    for (const resource of found) this.noteContent(resource)
  }

  #noteNode(id: string, body: Node | undefined): void {
    const latest = this.#latest
    noteRead(derivedCell(() => latest.resources?.peek(id)?.body !== body))
  }

  #noteAll(): void {
    if (!isNoting()) return
    const all = (resources: WatchedResources<T>) => [...super.values.call(resources)]
    this.noteFound(all(this), all)
  }
}

/** The resources as they were last read. */
interface Latest<T extends Watchable> {
  resources: WatchedResources<T> | undefined
}

const latestByRoot = new WeakMap<Node, Map<string, Latest<never>>>()

function latestOf(root: Node, which: string): unknown {
  const own = latestByRoot.get(root) ?? new Map<string, Latest<never>>()
  latestByRoot.set(root, own)
  const latest = own.get(which) ?? { resources: undefined }
  own.set(which, latest)
  return latest
}
