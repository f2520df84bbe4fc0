/** The block that `#end` would end at an offset, by the text before it alone; undefined where none is open. */
export function endsOpenBlock(text: string, offset: number): string | undefined {
  return openBlocks(text, offset).at(-1)
}

/** Whether an offset stands in a `#foreach`. */
export function loopAt(text: string, offset: number): boolean {
  return openBlocks(text, offset).includes('foreach')
}

function openBlocks(text: string, offset: number): string[] {
  const open: string[] = []
  const before = text.slice(0, offset)
  for (const match of before.matchAll(
    /##[^\n]*|#\*[\s\S]*?(?:\*#|$)|#\[\[[\s\S]*?(?:\]\]#|$)|\\#|#(\{?)(if|foreach|define|macro|literal|end)\b\}?/g,
  )) {
    const name = match[2]
    if (name === 'end') open.pop()
    else if (name !== undefined) open.push(name)
  }
  return open
}
