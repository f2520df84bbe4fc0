import util from 'node:util'

/** What an `.env` file says. */
export interface Dotenv {
  readonly variables: ReadonlyMap<string, string>
  /** Lines that assign nothing, from 0. */
  readonly strayLines: readonly number[]
}

/**
 * Reads an `.env` file as `node --env-file` does: quotes, several lines in quotes, comments, `export`.
 * https://nodejs.org/api/util.html#utilparseenvcontent
 */
export function readDotenvText(text: string): Dotenv {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const variables = new Map<string, string>()
  const strayLines = new Set<number>()
  for (const [key, value = ''] of Object.entries(util.parseEnv(lines.join('\n')))) {
    // Node takes lines without `=` for a part of the name that follows.
    const names = key.split('\n').map(name => name.trim())
    const name = (names.pop() ?? '').replace(/^export\s+/, '')
    const stray = isName.test(name) ? names : [...names, name]
    for (const each of stray) {
      const line = lines.findIndex(written => each !== '' && written.trim().startsWith(each))
      if (line >= 0) strayLines.add(line)
    }
    if (isName.test(name)) variables.set(name, value)
  }
  return { variables, strayLines: [...strayLines].sort((left, right) => left - right) }
}

const isName = /^[A-Za-z_][\w.-]*$/
