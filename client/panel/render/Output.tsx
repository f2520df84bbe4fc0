import { useMemo } from 'preact/hooks'
import type { Rendering } from '../../../server/src/protocol/rendering.ts'
import { CodeArea } from '../CodeArea.tsx'
import type { CodeView } from '../codeView.ts'
import { outputMarks } from './outputMarks.ts'

interface Props {
  readonly rendering: Rendering
  readonly viewRef: { current: CodeView | null }
}

/** What the template printed, with the marks of what is wrong in it. */
export function Output({ rendering, viewRef }: Props) {
  const { output, kind, findings, raw } = rendering
  const extensions = useMemo(() => outputMarks({ findings, raw }), [findings, raw, output])
  return (
    <CodeArea
      text={output}
      language={kind === 'other' ? 'plain' : 'json'}
      label="Output of the template"
      extensions={extensions}
      viewRef={viewRef}
    />
  )
}
