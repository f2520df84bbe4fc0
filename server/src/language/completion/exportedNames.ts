/** The language of a source file by its name; undefined for other files, declarations and tests. */
export function sourceLanguage(name: string): 'node' | 'python' | undefined {
  if (/\.d\.[cm]?ts$|\.(test|spec)\.\w+$|^test_|\.config\.\w+$/.test(name)) return undefined
  if (/\.([cm]?[jt]s|[jt]sx)$/.test(name)) return 'node'
  return name.endsWith('.py') ? 'python' : undefined
}

/** The names that a module exports, as far as its text shows them without being run. */
export function exportsOf(text: string, language: 'node' | 'python'): string[] {
  const names = language === 'python' ? matches(text, pythonFunction) : nodeExports(text)
  return [...new Set(names)]
}

const pythonFunction = /^(?:async[ \t]+)?def[ \t]+([A-Za-z]\w*)[ \t]*\(/gm

function nodeExports(text: string): string[] {
  const lists = matches(text, /\bexport\s*\{([^}]*)\}/g).flatMap(list =>
    list.split(',').map(part => /(?:\bas\s+)?([\w$]+)\s*$/.exec(part.trim())?.[1] ?? ''),
  )
  const objects = matches(text, /\bmodule\.exports\s*=\s*\{([^}]*)\}/g).flatMap(list =>
    list.split(',').map(part => /^([\w$]+)\s*(?::|$|\()/.exec(part.trim())?.[1] ?? ''),
  )
  return [
    ...matches(text, /^\s*export\s+(?:async\s+)?function\s*\*?\s*([\w$]+)/gm),
    ...matches(text, /^\s*export\s+(?:const|let|var)\s+([\w$]+)/gm),
    ...matches(text, /^\s*(?:module\.)?exports\.([\w$]+)\s*=/gm),
    ...lists,
    ...objects,
  ].filter(name => name !== '' && name !== 'default' && name !== '__esModule')
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name)
}
