import type { RedocRawOptions } from 'redoc/typings/services/RedocNormalizedOptions'

/** The colours in which the documentation is drawn; the library mixes them, so that they have to be plain values. */
type Palette = Readonly<
  Record<'background' | 'raised' | 'text' | 'dim' | 'link' | 'line' | 'error' | 'success' | 'warning', string>
>

const light: Palette = {
  background: '#ffffff',
  raised: '#f5f5f5',
  text: '#2a2a2a',
  dim: '#5c5c5c',
  link: '#005fb8',
  line: '#d0d0d0',
  error: '#b01011',
  success: '#1a7f37',
  warning: '#8a5a00',
}
const dark: Palette = {
  background: '#1f1f1f',
  raised: '#181818',
  text: '#cccccc',
  dim: '#a0a0a0',
  link: '#4daafc',
  line: '#3c3c3c',
  error: '#f88070',
  success: '#89d185',
  warning: '#cca700',
}

/** The editor's colours in a webview, else those that the system prefers. */
export function docsTheme(): NonNullable<RedocRawOptions['theme']> {
  const { isDark, colors } = paletteNow()
  const family = inWebview() ? variable('--vscode-font-family') : undefined
  const mono = inWebview() ? variable('--vscode-editor-font-family') : undefined
  const fontFamily = family ?? 'system-ui, sans-serif'
  const code = { fontFamily: `${mono ?? 'ui-monospace'}, monospace`, fontSize: '13px', color: colors.error }
  const responses = (color: string) => ({ color, backgroundColor: colors.raised, tabTextColor: color })
  return {
    colors: {
      primary: { main: colors.link, contrastText: colors.background },
      success: { main: colors.success },
      error: { main: colors.error },
      warning: { main: colors.warning, contrastText: colors.background },
      text: { primary: colors.text, secondary: colors.dim },
      border: { light: colors.line, dark: colors.line },
      gray: { 50: colors.raised, 100: colors.raised },
      responses: {
        success: responses(colors.success),
        error: responses(colors.error),
        redirect: responses(colors.warning),
        info: responses(colors.link),
      },
    },
    schema: {
      nestedBackground: colors.raised,
      // In a rule that is the same for all themes, so that the first one drawn would stay.
      linesColor: 'var(--docs-line)',
      typeNameColor: colors.dim,
      typeTitleColor: colors.dim,
      requireLabelColor: colors.error,
    },
    typography: {
      fontSize: '14px',
      fontFamily,
      headings: { fontFamily, fontWeight: '600' },
      code: { ...code, backgroundColor: colors.raised },
      links: { color: colors.link, visited: colors.link, hover: colors.link },
    },
    sidebar: {
      backgroundColor: colors.raised,
      textColor: colors.text,
      activeTextColor: colors.link,
      groupItems: { activeBackgroundColor: colors.background, activeTextColor: colors.link },
      level1Items: { activeBackgroundColor: colors.background, activeTextColor: colors.link },
    },
    // The library's colours of JSON are for a dark ground, whatever the theme.
    rightPanel: { backgroundColor: isDark ? colors.raised : '#263238', textColor: '#ffffff' },
    fab: { backgroundColor: colors.raised, color: colors.link },
    codeBlock: { backgroundColor: isDark ? colors.background : '#11171a' },
  }
}

/** Gives docs.css the colours of parts that the library draws in one colour, whatever its theme. */
export function colourPage(): void {
  const { isDark, colors } = paletteNow()
  const { classList, style } = document.documentElement
  classList.toggle('docs-dark', isDark)
  for (const [name, color] of Object.entries(colors)) style.setProperty(`--docs-${name}`, color)
}

/** Calls back when the editor or the system changes its colours. */
export function onThemeChange(changed: () => void): void {
  let last = JSON.stringify(docsTheme())
  const check = () => {
    const now = JSON.stringify(docsTheme())
    if (now !== last) changed()
    last = now
  }
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', check)
  const watched = { attributes: true, attributeFilter: ['class', 'style'] }
  const observer = new MutationObserver(check)
  observer.observe(document.body, watched)
  observer.observe(document.documentElement, watched)
}

function paletteNow(): { readonly isDark: boolean; readonly colors: Palette } {
  const isDark = isDarkNow()
  const own = isDark ? dark : light
  return { isDark, colors: inWebview() ? editorPalette(own) : own }
}

function inWebview(): boolean {
  return (
    document.body.dataset['vscodeThemeKind'] !== undefined ||
    variable('--vscode-editor-background') !== undefined
  )
}

function isDarkNow(): boolean {
  const classes = document.body.classList
  if (classes.contains('vscode-high-contrast-light') || classes.contains('vscode-light')) return false
  if (classes.contains('vscode-high-contrast') || classes.contains('vscode-dark')) return true
  return window.matchMedia('(prefers-color-scheme: dark)').matches
}

function editorPalette(fallback: Palette): Palette {
  const background = variable('--vscode-editor-background') ?? fallback.background
  return {
    background,
    raised: variable('--vscode-sideBar-background') ?? fallback.raised,
    text: variable('--vscode-editor-foreground') ?? fallback.text,
    dim: fallback.dim,
    link: variable('--vscode-textLink-foreground') ?? fallback.link,
    line: variable('--vscode-contrastBorder') ?? variable('--vscode-panel-border') ?? fallback.line,
    error: variable('--vscode-errorForeground') ?? fallback.error,
    success: fallback.success,
    warning: fallback.warning,
  }
}

/** A colour or a font of the editor; undefined where it states none. */
function variable(name: string): string | undefined {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  return value === '' ? undefined : value
}
