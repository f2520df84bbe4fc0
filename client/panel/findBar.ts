import { closeSearchPanel, findNext, findPrevious, SearchQuery, setSearchQuery } from '@codemirror/search'
import { EditorView, type Panel } from '@codemirror/view'

/** The find bar of a code view: CodeMirror's search with VS Code's looks. Enter goes on, Shift+Enter back, Esc closes. */
export function createFindBar(view: EditorView): Panel {
  const input = document.createElement('input')
  input.className = 'find-input'
  input.placeholder = 'Find'
  input.setAttribute('aria-label', 'Find')
  // CodeMirror moves the focus to the field that bears this mark.
  input.setAttribute('main-field', 'true')
  const count = document.createElement('span')
  count.className = 'dim num'
  count.setAttribute('role', 'status')

  const search = () => {
    const query = new SearchQuery({ search: input.value, literal: true })
    view.dispatch({ effects: setSearchQuery.of(query) })
    count.textContent = input.value === '' ? '' : countText(countMatches(query, view))
    if (query.valid) showFirst(query, view)
  }
  input.addEventListener('input', search)

  const dom = document.createElement('div')
  dom.className = 'find-bar'
  dom.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (event.target !== input) return
      if (event.shiftKey) findPrevious(view)
      else findNext(view)
    } else if (event.key === 'Escape') {
      closeSearchPanel(view)
      view.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  })
  dom.append(
    input,
    count,
    button('arrow-up', 'Previous match (Shift+Enter)', () => findPrevious(view)),
    button('arrow-down', 'Next match (Enter)', () => findNext(view)),
    button('close', 'Close (Esc)', () => closeSearchPanel(view)),
  )
  return { dom, top: true, mount: () => input.select() }
}

function button(icon: string, title: string, run: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = `tool codicon codicon-${icon}`
  element.title = title
  element.setAttribute('aria-label', title)
  element.addEventListener('click', run)
  return element
}

/**
 * Shows the first match from the cursor on while letters are typed. CodeMirror's own `findNext` marks the whole text of
 * the field, so that the next letter would take its place.
 */
function showFirst(query: SearchQuery, view: EditorView): void {
  const { from } = view.state.selection.main
  const match = query.getCursor(view.state, from).next()
  const found = match.done === true ? query.getCursor(view.state, 0).next() : match
  if (found.done === true) return
  const { from: anchor, to: head } = found.value
  view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'nearest' }) })
}

/** Counting stops here, so that a letter searched in a long body costs nothing. */
const maxCounted = 999

function countMatches(query: SearchQuery, view: EditorView): number {
  if (!query.valid) return 0
  const cursor = query.getCursor(view.state)
  let count = 0
  while (count <= maxCounted && cursor.next().done !== true) count++
  return count
}

function countText(count: number): string {
  if (count === 0) return 'no match'
  if (count > maxCounted) return `over ${maxCounted} matches`
  return count === 1 ? '1 match' : `${count} matches`
}
