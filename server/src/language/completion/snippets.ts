/** A snippet as VS Code's files have them. */
export interface Snippet {
  readonly prefix: string
  readonly description: string
  readonly body: readonly string[]
}

/** The snippets of the extension by language and name. */
export type Snippets = Readonly<Record<'json' | 'yaml', Readonly<Record<string, Snippet>>>>
