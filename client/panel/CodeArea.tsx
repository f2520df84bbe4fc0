import type { Extension } from '@codemirror/state'
import { useContext, useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { createCodeView, type CodeView } from './codeView.ts'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly text: string
  readonly language: 'json' | 'plain'
  readonly label: string
  readonly isWrapped?: boolean
  /** A field of a form: no line numbers, and no find bar. */
  readonly isField?: boolean
  readonly onEdit?: (text: string) => void
  readonly extensions?: Extension
  /** Filled with the view, for commands from outside. */
  readonly viewRef?: { current: CodeView | null }
}

/** A code editor, or a view of long text that stays quick at any length. */
export function CodeArea({
  text,
  language,
  label,
  isWrapped = false,
  isField = false,
  onEdit,
  extensions,
  viewRef,
}: Props) {
  const { nonce } = useContext(PanelContext)
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<CodeView>(null)
  const latestEdit = useRef(onEdit)
  latestEdit.current = onEdit

  useEffect(() => {
    if (!parent.current) return
    const created = createCodeView(parent.current, {
      text,
      language,
      label,
      nonce,
      isWrapped,
      isField,
      ...(onEdit && { onEdit: (edited: string) => latestEdit.current?.(edited) }),
      ...(extensions && { extensions }),
    })
    view.current = created
    if (viewRef) viewRef.current = created
    return () => {
      created.destroy()
      view.current = null
      if (viewRef) viewRef.current = null
    }
    // The view lives as long as the element; what changes meanwhile is handed on below.
  }, [])

  // Before the next key can be pressed: a text older than what was typed since would undo it.
  useLayoutEffect(() => view.current?.setText(text), [text])
  useEffect(() => view.current?.setLanguage(language), [language])
  useEffect(() => view.current?.setWrapped(isWrapped), [isWrapped])
  useEffect(() => view.current?.setExtensions(extensions ?? []), [extensions])

  return <div class={isField ? 'code-area code-field' : 'code-area'} ref={parent} />
}
