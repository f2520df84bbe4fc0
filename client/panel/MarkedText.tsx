import { splitMarks } from './marks.ts'

/** A sentence with `code` and **bold**; everything in it is text, never HTML. */
export function MarkedText({ text }: { text: string }) {
  return (
    <>
      {splitMarks(text).map((part, index) => {
        if (part.kind === 'code')
          return (
            <span key={index} class="mono">
              {part.text}
            </span>
          )
        return part.kind === 'bold' ? <b key={index}>{part.text}</b> : part.text
      })}
    </>
  )
}
