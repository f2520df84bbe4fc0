import { destroy, init } from 'redoc/bundles/redoc.standalone.js'
import { colourPage, docsTheme, onThemeChange } from './docsTheme.ts'

/** What differs between a webview and a page of its own. */
export interface DocsViewOptions {
  /** Offers the OpenAPI document as a file; a webview saves none. */
  readonly canDownload: boolean
}

/** The documentation of one OpenAPI document at a time. The last good one stays while there is none. */
export class DocsView {
  private readonly options: DocsViewOptions
  private readonly note: HTMLElement
  private readonly pages: HTMLElement
  private openApi: string | undefined
  private latest = 0

  constructor(root: HTMLElement, options: DocsViewOptions) {
    this.options = options
    this.note = root.appendChild(document.createElement('div'))
    this.note.className = 'docs-note'
    this.note.setAttribute('role', 'status')
    this.note.hidden = true
    this.pages = root.appendChild(document.createElement('div'))
    onThemeChange(() => this.draw())
  }

  /** Shows a document, given as JSON, at the place to which the last one was scrolled. */
  show(openApi: string): void {
    this.note.hidden = true
    if (openApi === this.openApi) return
    this.openApi = openApi
    this.draw()
  }

  /** Says why there is no newer document. */
  tell(message: string): void {
    this.note.textContent =
      this.openApi === undefined ? message : `${message}. Below: the last one that could be read`
    this.note.hidden = false
  }

  private draw(): void {
    if (this.openApi === undefined) return
    const drawn = ++this.latest
    colourPage()
    // A new page scrolls to the section in the address, and would find that of the page before it.
    if (this.pages.childElementCount > 0) history.replaceState(null, '', location.pathname + location.search)
    const page = document.createElement('div')
    // Measured while it is drawn, so that it has its width, but nobody sees it yet.
    page.className = 'docs-page docs-drawing'
    this.pages.append(page)
    const onLoaded = () => whenDrawn(page, () => (drawn === this.latest ? this.swapTo(page) : remove(page)))
    // The text is what the extension or the program wrote a moment ago.
    init(JSON.parse(this.openApi) as object, this.redocOptions(), page, onLoaded)
  }

  private swapTo(page: HTMLElement): void {
    const place = placeOf(this.pages)
    for (const other of [...this.pages.children]) {
      if (other !== page && other instanceof HTMLElement) remove(other)
    }
    page.className = 'docs-page'
    scrollToPlace(page, place)
  }

  private redocOptions() {
    return {
      theme: docsTheme(),
      // Descriptions are Markdown, which may hold HTML: it goes through DOMPurify.
      sanitize: true,
      // The search needs a worker made of a text, which the page's policy refuses; the window has its own.
      disableSearch: true,
      hideDownloadButtons: !this.options.canDownload,
      hideLoading: true,
      nativeScrollbars: true,
      downloadFileName: 'openapi.json',
      labels: { noResultsFound: 'Nothing found' },
    }
  }
}

/** Frames to wait at most for the sections of a page, which are drawn some time after it was loaded. */
const mostFrames = 300

function whenDrawn(page: HTMLElement, then: () => void, frames = 0): void {
  if (frames === mostFrames || page.querySelector('[data-section-id]')) then()
  else requestAnimationFrame(() => whenDrawn(page, then, frames + 1))
}

interface Place {
  /** Id of the section at the top of the window, and how far above it the section begins, in pixels. */
  readonly section?: { readonly id: string; readonly top: number }
  readonly scrollY: number
}

function placeOf(pages: HTMLElement): Place {
  const sections = [...pages.querySelectorAll<HTMLElement>('.docs-page:not(.docs-drawing) [data-section-id]')]
  const passed = sections.filter(section => section.getBoundingClientRect().top <= 1).at(-1)
  const id = passed?.dataset['sectionId']
  return {
    scrollY: window.scrollY,
    ...(passed && id !== undefined && { section: { id, top: passed.getBoundingClientRect().top } }),
  }
}

function scrollToPlace(page: HTMLElement, { section, scrollY }: Place): void {
  const restore = () => {
    const found = section && page.querySelector(`[data-section-id="${CSS.escape(section.id)}"]`)
    const top = found && section ? window.scrollY + found.getBoundingClientRect().top - section.top : scrollY
    window.scrollTo({ top, behavior: 'instant' })
  }
  restore()
  // The library scrolls once more, to the section of its menu, when it has been drawn.
  requestAnimationFrame(() => setTimeout(restore))
}

function remove(page: HTMLElement): void {
  page.remove()
  destroy(page)
}
