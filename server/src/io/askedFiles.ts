import type { Files } from '../base/files.ts'
import type { FileAnswer, FileKind, FileQuestion } from '../protocol/files.ts'
import { assemblyFolder, assemblyManifest, isDefinitionName, skippedFolders } from './definitionNames.ts'
import { isExcluded } from './excludedFiles.ts'
import { fileToUri, hasFolder, uriPaths } from './uriFiles.ts'

/**
 * Files that somebody else holds and gives when asked, later. `files` answers at once from what it was given; what it was not
 * given yet it takes for absent, and remembers that it was looked for. `whole` has that brought and tries again.
 */
export interface AskedFiles {
  readonly files: Files
  /** An answer of which every file that it looked at was known. */
  readonly whole: <T>(answer: () => T) => Promise<T>
  readonly bring: (files: readonly string[]) => Promise<void>
  /** A file or a folder may be another than it was: it is asked for again when it is looked at. */
  readonly forget: (path: string) => void
  /** As `findDefinitionFiles`. */
  readonly findDefinitions: (folder: string, exclude: readonly string[]) => Promise<string[]>
}

/** Each round knows more: a definition, what it includes, what that includes. */
const mostRounds = 20
/** Folders of one search; a repository may have many more, and each costs its owner an answer. */
const mostFolders = 5000
/** Questions of one message, so that no message holds a whole repository. */
const mostQuestions = 200

type Question = `${FileQuestion['want']} ${string}`

/**
 * Files behind `ask`. `arrived` is told which are others than they were answered to be, before the answer is tried again.
 */
export function createAskedFiles(
  ask: (questions: readonly FileQuestion[]) => Promise<readonly FileAnswer[]>,
  arrived: (paths: readonly string[]) => void,
): AskedFiles {
  const known = createKnown()
  const asking = new Map<Question, Promise<void>>()
  let missed = new Set<Question>()

  const askFor = async (questions: readonly Question[]): Promise<void> => {
    const mine: Promise<void> = ask(questions.map(questionOf))
      .catch((): readonly FileAnswer[] => [])
      .then(answers => {
        // What was forgotten meanwhile is asked for again.
        const fresh = questions.flatMap((question, index) =>
          asking.get(question) === mine ? [{ question, answer: answers[index] ?? {} }] : [],
        )
        for (const { question } of fresh) asking.delete(question)
        const news = fresh.filter(({ question, answer }) => known.take(question, answer))
        if (news.length > 0) arrived(news.map(({ question }) => pathOf(question)))
      })
    for (const question of questions) asking.set(question, mine)
    await mine
  }

  const bring = async (questions: Iterable<Question>): Promise<void> => {
    const unknown = [...questions].filter(question => !known.has(question))
    const waited = unknown.flatMap(question => asking.get(question) ?? [])
    const fresh = unknown.filter(question => !asking.has(question))
    const messages = Array.from({ length: Math.ceil(fresh.length / mostQuestions) }, (_, index) =>
      askFor(fresh.slice(index * mostQuestions, (index + 1) * mostQuestions)),
    )
    await Promise.all([...waited, ...messages])
  }

  const look = <T>(question: Question, answer: (path: string) => T, absent: T): T => {
    const path = pathOf(question)
    if (!hasFolder(path)) return absent
    if (known.has(question)) return answer(path)
    missed.add(question)
    return absent
  }

  return {
    files: {
      ...uriPaths,
      read: path => look(`text ${path}`, known.text, undefined),
      kind: path => look(`kind ${path}`, known.kind, undefined),
      list: path => look(`names ${path}`, known.names, []),
    },
    whole: async answer => {
      for (let round = 1; ; round += 1) {
        missed = new Set()
        const found = answer()
        const looked = missed
        if (looked.size === 0 || round === mostRounds) return found
        await bring(looked)
      }
    },
    bring: files => bring(files.filter(hasFolder).map((file): Question => `text ${file}`)),
    forget: path => {
      for (const question of known.forget(path)) asking.delete(question)
    },
    findDefinitions: (folder, exclude) => findDefinitions(folder, exclude, known, bring),
  }
}

/** What was given so far. */
interface Known {
  readonly has: (question: Question) => boolean
  readonly text: (path: string) => string | undefined
  readonly kind: (path: string) => FileKind | undefined
  readonly names: (path: string) => readonly string[]
  /** Keeps an answer; false when it says what was taken for granted: that nothing is there. */
  readonly take: (question: Question, answer: FileAnswer) => boolean
  /** Gives the questions that are open again. */
  readonly forget: (path: string) => Question[]
}

function createKnown(): Known {
  const texts = new Map<string, string | undefined>()
  const kinds = new Map<string, FileKind | undefined>()
  const names = new Map<string, readonly string[]>()
  const { folderOf, resolve } = uriPaths
  const isListed = (path: string) => names.has(folderOf(path))
  const isKind = (path: string) => kinds.has(path) || isListed(path)

  const drop = (path: string): Question[] => {
    texts.delete(path)
    kinds.delete(path)
    names.delete(path)
    names.delete(folderOf(path))
    return [`text ${path}`, `kind ${path}`, `names ${path}`, `names ${folderOf(path)}`]
  }

  return {
    has: question => {
      const path = pathOf(question)
      if (question.startsWith('kind ')) return isKind(path)
      // What is no file has no text, and what is no folder no names.
      if (question.startsWith('text ')) return texts.has(path) || (isKind(path) && kinds.get(path) !== 'file')
      return names.has(path) || (isKind(path) && kinds.get(path) !== 'folder')
    },
    text: path => texts.get(path),
    kind: path => kinds.get(path),
    names: path => names.get(path) ?? [],
    take: (question, { kind, text, names: found }) => {
      const path = pathOf(question)
      if (question.startsWith('text ')) texts.set(path, text)
      else if (question.startsWith('names ')) {
        names.set(path, found?.map(([name]) => name) ?? [])
        for (const [name, kindOfName] of found ?? []) kinds.set(resolve(path, name), kindOfName)
      } else kinds.set(path, kind)
      return kind !== undefined || text !== undefined || (found?.length ?? 0) > 0
    },
    forget: path => {
      const below = [...texts.keys(), ...kinds.keys(), ...names.keys()].filter(each =>
        each.startsWith(`${path}/`),
      )
      const open = [path, ...below].flatMap(drop)
      // A file in a folder that was not there makes the folder, too.
      let folder = folderOf(path)
      while (isKind(folder) && kinds.get(folder) === undefined && folder !== folderOf(folder)) {
        open.push(...drop(folder))
        folder = folderOf(folder)
      }
      return open
    },
  }
}

/** Level by level, so that a level costs one message. */
async function findDefinitions(
  root: string,
  exclude: readonly string[],
  known: Known,
  bring: (questions: Iterable<Question>) => Promise<void>,
): Promise<string[]> {
  const found: string[] = []
  const manifests: string[] = []
  let level = [root]
  for (let folders = 0; level.length > 0 && folders < mostFolders; folders += level.length) {
    await bring(level.map((folder): Question => `names ${folder}`))
    const next: string[] = []
    for (const folder of level) {
      for (const name of known.names(folder)) {
        const path = uriPaths.resolve(folder, name)
        if (known.kind(path) === 'file') {
          if (isDefinitionName(name)) found.push(path)
        } else if (name === assemblyFolder) manifests.push(uriPaths.resolve(path, assemblyManifest))
        else if (!skippedFolders.has(name)) next.push(path)
      }
    }
    level = next
  }
  await bring(manifests.map((file): Question => `kind ${file}`))
  const assemblies = manifests.filter(file => known.kind(file) === 'file')
  const start = uriPaths.resolve(root, '.').length + 1
  return [...found.sort(), ...assemblies].filter(file => !isExcluded(file.slice(start), exclude))
}

function pathOf(question: Question): string {
  return question.slice(question.indexOf(' ') + 1)
}

function questionOf(question: Question): FileQuestion {
  // The word before the space is one of the three, by the type.
  const want = question.slice(0, question.indexOf(' ')) as FileQuestion['want']
  return { uri: fileToUri(pathOf(question)), want }
}
