/** A mapping template that needs no template engine, or the place from which on it needs one. */
export type StaticTemplate =
  { readonly type: 'static'; readonly text: string } | { readonly type: 'velocity'; readonly offset: number }

/**
 * Reads a mapping template as plain text. References (`$name`, `${...}`), directives, comments and escapes of them make
 * it Velocity; a `$` or `#` before anything else is text, and `#[[ ... ]]#` is text without its marks.
 */
export function readStaticTemplate(template: string): StaticTemplate {
  let text = ''
  let index = 0
  while (index < template.length) {
    const block = unparsedBlockAt(template, index)
    if (block) {
      text += block.text
      index = block.end
      continue
    }
    if (isVelocityAt(template, index)) return { type: 'velocity', offset: index }
    text += template.charAt(index)
    index++
  }
  return { type: 'static', text }
}

function unparsedBlockAt(template: string, index: number): { text: string; end: number } | undefined {
  if (!template.startsWith('#[[', index)) return undefined
  const close = template.indexOf(']]#', index + 3)
  return close < 0 ? undefined : { text: template.slice(index + 3, close), end: close + 3 }
}

// A `$` or `#` that ends the text is a lexical error of Velocity 1.7, so the engine has to look at it.
function isVelocityAt(template: string, index: number): boolean {
  const rest = template.slice(index, index + 64)
  return (
    /^\$!?\{?[A-Za-z_]/.test(rest) ||
    /^#(#|\*|\[\[)/.test(rest) ||
    /^#\{?(set|if|elseif|else|end|foreach|break|stop|macro|define|evaluate|parse|include)\b/.test(rest) ||
    /^\\?\$!?$|^#$/.test(template.slice(index))
  )
}
