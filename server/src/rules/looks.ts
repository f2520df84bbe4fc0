import type { Api, Definition } from '../api/api.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { RuleContext } from './rule.ts'

/** That something was looked at, and what it was. */
export interface Look {
  /** What was looked at: an API by its place among the definition's, the definition, the context, the documents. */
  readonly target: number | 'definition' | 'context' | 'documents'
  /** Of a property; of a document its file. */
  readonly name: string
  readonly value: unknown
}

/** A definition that notes what is looked at. */
export interface WatchedDefinition {
  readonly context: RuleContext
  /** In the order of the definition. */
  readonly apis: readonly Api[]
  /** Runs a rule and tells what it has looked at beside the part that it was asked about. */
  readonly watch: <T>(run: () => T) => Watched<T>
  /** The same for a rule that is asked about an API or the definition as a whole. */
  readonly watchWhole: <T>(run: () => T) => Watched<T>
  /** Whether all that was looked at is still the same. */
  readonly holds: (looks: readonly Look[]) => boolean
}

/** A result and what it hangs on. */
export interface Watched<T> {
  readonly value: T
  /** Each once. */
  readonly looks: readonly Look[]
  /** Asked about a part, it has seen all of them; asked about the whole, it has seen what no look can say. */
  readonly isWide: boolean
}

/** The parts that are asked about one by one: whoever looks at all of them hangs on each of them. */
const wideNames: ReadonlySet<string> = new Set(['resources', 'routes', 'settings', 'apis'])

/**
 * Puts watchers around a definition and its APIs. The parts of an API are handed out as they are; what is
 * read of the trees in `documents` the memory notes by itself.
 */
export function watchDefinition(given: RuleContext): WatchedDefinition {
  let list: Look[] | undefined
  let isWatching = false
  let isWhole = false
  let isWide = false
  const lookAt = sharedLooks(given)
  const noted = (): readonly Look[] => (list ? [...new Set(list)] : none)
  const note = (target: Look['target'], name: string): void => {
    if (!isWhole && wideNames.has(name)) isWide = true
    else if (isWatching) (list ??= []).push(lookAt(target, name))
  }
  const watched = <T extends object>(target: T, which: Look['target']): T =>
    new Proxy(target, {
      get: (object, name) => {
        if (typeof name === 'string') note(which, name)
        // Names of this object's own properties: the target is plain data.
        return Reflect.get(object, name) as unknown
      },
      has: (object, name) => {
        if (typeof name === 'string') note(which, name)
        return Reflect.has(object, name)
      },
    })
  const apis = given.definition.apis.map((api, index) => watched(api, index))
  const definition = watched<Definition>({ ...given.definition, apis }, 'definition')
  const documents = watchDocuments(given.documents, {
    onDocument: file => note('documents', file),
    onText: () => {
      if (isWhole) isWide = true
    },
  })
  const context: RuleContext = {
    definition,
    documents,
    // Never another one while the program runs.
    actionData: given.actionData,
    get files() {
      note('context', 'files')
      return given.files
    },
  }
  const run = <T>(compute: () => T, whole: boolean): Watched<T> => {
    list = undefined
    isWatching = true
    isWhole = whole
    isWide = false
    try {
      const value = compute()
      return { value, looks: noted(), isWide }
    } finally {
      isWatching = false
    }
  }
  return {
    context,
    apis,
    watch: compute => run(compute, false),
    watchWhole: compute => run(compute, true),
    holds: looks => looks.every(({ target, name, value }) => seen(given, target, name) === value),
  }
}

const none: readonly Look[] = []

// Thousands of rules look at the same few things: each is one object, so that equal looks are the same.
function sharedLooks(given: RuleContext): (target: Look['target'], name: string) => Look {
  const known = new Map<Look['target'], Map<string, Look>>()
  return (target, name) => {
    const names = known.get(target) ?? new Map<string, Look>()
    known.set(target, names)
    const look = names.get(name) ?? { target, name, value: seen(given, target, name) }
    names.set(name, look)
    return look
  }
}

function seen({ definition, documents, files }: RuleContext, target: Look['target'], name: string): unknown {
  if (target === 'context') return files
  // The root is another one once the document is read as a whole; of its parts the memory knows.
  if (target === 'documents') return documents.get(name)?.root
  // Each API notes by itself what is looked at in it.
  if (target === 'definition' && name === 'apis') return definition.apis.length
  const object = target === 'definition' ? definition : definition.apis[target]
  return object && (Reflect.get(object, name) as unknown)
}

interface DocumentWatcher {
  readonly onDocument: (file: string) => void
  /** Something is looked at that stands in no tree: a text, or which documents there are. */
  readonly onText: () => void
}

function watchDocuments(
  documents: ReadonlyMap<string, SourceDocument>,
  { onDocument, onText }: DocumentWatcher,
): ReadonlyMap<string, SourceDocument> {
  const watched = new Map<string, SourceDocument>()
  for (const [file, document] of documents) {
    const { root, diagnostics, language } = document
    watched.set(file, {
      file,
      root,
      diagnostics,
      language,
      ...(document.hasAnchors !== undefined && { hasAnchors: document.hasAnchors }),
      get text() {
        onText()
        return document.text
      },
      get lines() {
        onText()
        return document.lines
      },
    })
  }
  return new Proxy(watched, {
    get: (map, name) => {
      if (name !== 'get') {
        onText()
        const value: unknown = Reflect.get(map, name, map)
        return typeof value === 'function' ? (value.bind(map) as unknown) : value
      }
      return (file: string) => {
        onDocument(file)
        return map.get(file)
      }
    },
  })
}
