import { RangeSetBuilder, StateField, type Extension, type RangeSet, type Text } from '@codemirror/state'
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view'
import { useMemo } from 'preact/hooks'
import type { FunctionLogLine } from '../../server/src/protocol/trace.ts'
import { CodeArea } from './CodeArea.tsx'
import type { CodeView } from './codeView.ts'

interface Props {
  readonly lines: readonly FunctionLogLine[]
  readonly isWrapped: boolean
  readonly viewRef: { current: CodeView | null }
}

/** What the functions wrote while they served this request, each stretch with the name of its function. */
export function LogView({ lines, isWrapped, viewRef }: Props) {
  const shown = useMemo(() => lines.flatMap(singleLines), [lines])
  const extensions = useMemo(() => logExtensions(shown), [shown])
  if (lines.length === 0) return <div class="empty">No function wrote anything for this request.</div>
  return (
    <CodeArea
      text={shown.map(line => line.text).join('\n')}
      language="plain"
      label="Log of the functions"
      isWrapped={isWrapped}
      extensions={extensions}
      viewRef={viewRef}
    />
  )
}

function singleLines(line: FunctionLogLine): FunctionLogLine[] {
  return line.text
    .replace(/\r?\n$/, '')
    .split(/\r\n|\r|\n/)
    .map(text => ({ ...line, text }))
}

function logExtensions(lines: readonly FunctionLogLine[]): Extension {
  const names = lines.map((line, index) =>
    line.functionId === lines[index - 1]?.functionId && line.stream === lines[index - 1]?.stream
      ? undefined
      : new NameMarker(line.stream === 'stderr' ? `${line.functionId} stderr` : line.functionId),
  )
  const widest = names.reduce((length, name) => Math.max(length, name?.name.length ?? 0), 0)
  return [
    StateField.define<RangeSet<Decoration>>({
      create: state => lineDecorations(state.doc, lines),
      update: (decorations, change) => decorations.map(change.changes),
      provide: field => EditorView.decorations.from(field),
    }),
    gutter({
      class: 'log-names',
      lineMarker: (view, line) => names[view.state.doc.lineAt(line.from).number - 1] ?? null,
      initialSpacer: () => new NameMarker('0'.repeat(widest)),
    }),
  ]
}

function lineDecorations(doc: Text, lines: readonly FunctionLogLine[]): RangeSet<Decoration> {
  const builder = new RangeSetBuilder<Decoration>()
  lines.slice(0, doc.lines).forEach(({ stream }, index) => {
    const { from } = doc.line(index + 1)
    if (stream !== 'stdout') builder.add(from, from, streamLines[stream])
  })
  return builder.finish()
}

const streamLines = {
  stderr: Decoration.line({ class: 'log-stderr' }),
  platform: Decoration.line({ class: 'log-platform' }),
}

class NameMarker extends GutterMarker {
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
  override toDOM(): Node {
    return document.createTextNode(this.name)
  }
}
