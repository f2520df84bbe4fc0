/**
 * The names a JavaScript or TypeScript module exports, read from its text; undefined when they cannot be told from it
 * (`export * from`, `module.exports = require(…)`, bundled code).
 */
export function exportsOf(text: string): string[] | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')
  const names = new Set<string>()
  for (const [, name = ''] of code.matchAll(/\bexports\s*\.\s*([\w$]+)\s*=/g)) names.add(name)
  for (const [, name = ''] of code.matchAll(/\bexports\s*\[\s*['"]([^'"]+)['"]\s*\]\s*=/g)) names.add(name)
  for (const [, name = ''] of code.matchAll(declaration)) names.add(name)
  for (const [, list = ''] of code.matchAll(/\bexport\s*(?:type\s*)?\{([^}]*)\}/g)) {
    for (const item of list.split(',')) names.add(/(?:\bas\s+)?([\w$]+)\s*$/.exec(item.trim())?.[1] ?? '')
  }
  for (const [, list = ''] of code.matchAll(/\bmodule\s*\.\s*exports\s*=\s*\{([\s\S]*?)\}/g)) {
    for (const [, name = ''] of list.matchAll(/(?:^|,|\n)\s*(?:async\s+)?['"]?([\w$]+)/g)) names.add(name)
    if (list.includes('...')) return undefined
  }
  if (isOpaque(code)) return undefined
  names.delete('')
  return names.size > 0 ? [...names] : undefined
}

const declaration =
  /\bexport\s+(?:declare\s+)?(?:async\s+)?(?:const|let|var|function\s*\*?|class|abstract\s+class)\s+([\w$]+)/g

// What assigns exports in other ways can export anything.
function isOpaque(code: string): boolean {
  return (
    /\bexport\s*\*/.test(code) ||
    /\bmodule\s*\.\s*exports\s*=(?!\s*\{|=)/.test(code) ||
    /\bObject\s*\.\s*(?:defineProperty|defineProperties|assign)\s*\(\s*(?:module\s*\.\s*)?exports\s*,\s*(?!['"]__esModule)/.test(
      code,
    ) ||
    /__(?:export|toCommonJS|exportStar)\b/.test(code) ||
    /\bexport\s+(?:const|let|var)\s*[{[]/.test(code)
  )
}
