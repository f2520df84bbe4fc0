import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { createFindBar } from './findBar.ts'
import { tags } from '@lezer/highlight'

export interface CodeViewOptions {
  readonly text: string
  readonly language: 'json' | 'plain'
  /** Read by screen readers. */
  readonly label: string
  readonly nonce: string
  readonly isWrapped: boolean
  /** A field of a form: no line numbers, and no find bar. */
  readonly isField: boolean
  /** Called with the new text; without it the view is read-only. */
  readonly onEdit?: (text: string) => void
  /** More of CodeMirror, for one view. */
  readonly extensions?: Extension
}

/** One code editor or code view on the page. */
export interface CodeView {
  setText(text: string): void
  setLanguage(language: 'json' | 'plain'): void
  setWrapped(isWrapped: boolean): void
  setExtensions(extensions: Extension): void
  openSearch(): void
  /** Puts the cursor there and scrolls to it. */
  goTo(offset: number): void
  destroy(): void
}

/** Marks a change that the user did not make here, so that it is not told back. */
const fromOutside = Annotation.define<boolean>()

/** Puts an editor (or a view, without `onEdit`) into an element. It draws only the lines in sight. */
export function createCodeView(parent: HTMLElement, options: CodeViewOptions): CodeView {
  const language = new Compartment()
  const wrapping = new Compartment()
  const more = new Compartment()
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        baseExtensions(options),
        language.of(languageOf(options.language)),
        wrapping.of(options.isWrapped ? EditorView.lineWrapping : []),
        more.of(options.extensions ?? []),
      ],
    }),
  })
  keepFromEditor(view.dom)
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: fromOutside.of(true),
      })
      if (!options.onEdit) view.scrollDOM.scrollTop = 0
    },
    setLanguage: name => view.dispatch({ effects: language.reconfigure(languageOf(name)) }),
    setWrapped: isWrapped =>
      view.dispatch({ effects: wrapping.reconfigure(isWrapped ? EditorView.lineWrapping : []) }),
    setExtensions: extensions => view.dispatch({ effects: more.reconfigure(extensions) }),
    openSearch: () => openSearchPanel(view),
    goTo(offset) {
      const anchor = Math.min(offset, view.state.doc.length)
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}

function baseExtensions({ label, nonce, isField, onEdit }: CodeViewOptions): Extension {
  const attributes = { 'aria-label': label, ...(onEdit ? {} : { 'aria-readonly': 'true' }) }
  const editing = onEdit
    ? [
        history(),
        keymap.of(historyKeymap),
        bracketMatching(),
        EditorView.updateListener.of(update => {
          const isTyped = !update.transactions.some(change => change.annotation(fromOutside))
          if (update.docChanged && isTyped) onEdit(update.state.doc.toString())
        }),
      ]
    : EditorState.readOnly.of(true)
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of(attributes),
    drawSelection(),
    isField ? [] : areaExtensions,
    keymap.of(defaultKeymap),
    syntaxHighlighting(colours),
    editing,
  ]
}

/** What long texts need. */
const areaExtensions: Extension = [
  lineNumbers(),
  search({ createPanel: createFindBar }),
  highlightSelectionMatches({ minSelectionLength: 3 }),
  keymap.of(searchKeymap),
]

/** Classes of panel.css, whose colours exist in every theme. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, class: 'k' },
  { tag: tags.string, class: 's' },
  { tag: tags.number, class: 'd' },
  { tag: [tags.bool, tags.null], class: 'o' },
])

function languageOf(name: 'json' | 'plain'): Extension {
  return name === 'json' ? json() : []
}

/**
 * VS Code takes undo, redo, find and select all from a webview's keys for itself; what happens inside an editor stays
 * there, or undo would run twice.
 */
function keepFromEditor(dom: HTMLElement): void {
  dom.addEventListener('keydown', event => {
    const isOurs =
      (event.ctrlKey || event.metaKey) && ['a', 'z', 'y', 'f', 'g'].includes(event.key.toLowerCase())
    if (isOurs || (event.key === 'Escape' && event.defaultPrevented)) event.stopPropagation()
  })
}
