import type { DesignMap, MapEdge, MapIcon, MapNode, MapText, MapTheme } from '../../protocol/designMap.ts'

/** The picture as an SVG document: colours and fonts stand in it, and nothing is loaded. The same map gives the same text. */
export function mapSvg(map: DesignMap, theme: MapTheme): string {
  const { width, height, apiName, columns, nodes, edges } = map
  const paint = paints[theme]
  const title = `Design map of ${apiName}`
  // What is lit lies above what it crosses.
  const ordered = [...edges.filter(({ isLit }) => isLit !== true), ...edges.filter(({ isLit }) => isLit)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${sans}" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${paint.background}"/>`,
    ...columns.map(
      column =>
        `<text x="${column.x}" y="28" font-size="11" fill="${paint.dim}">${escaped(column.title)}</text>`,
    ),
    ...ordered.map(edge => edgeSvg(edge, paint)),
    ...nodes.map(node => nodeSvg(node, paint)),
    '</svg>',
    '',
  ].join('\n')
}

interface Paint {
  readonly background: string
  readonly node: string
  readonly border: string
  readonly text: string
  readonly dim: string
  readonly line: string
  readonly accent: string
  readonly lit: string
  readonly litBorder: string
  readonly methods: Readonly<Record<string, string>>
  readonly otherMethod: string
}

// Every text has 4.5:1 and more on its ground; the hues are those of the panel in VS Code's own themes.
const paints: Readonly<Record<MapTheme, Paint>> = {
  light: {
    background: '#ffffff',
    node: '#fafafa',
    border: '#c4c4c4',
    text: '#242424',
    dim: '#5c5c5c',
    line: '#a0a0a0',
    accent: '#005fb8',
    lit: '#e5f0fb',
    litBorder: '#005fb8',
    methods: {
      get: '#0b62b4',
      head: '#0b62b4',
      post: '#23702a',
      put: '#805300',
      patch: '#805300',
      delete: '#b3261e',
    },
    otherMethod: '#743b96',
  },
  dark: {
    background: '#1f1f1f',
    node: '#222222',
    border: '#454545',
    text: '#d4d4d4',
    dim: '#a3a3a3',
    line: '#666666',
    accent: '#62b3fc',
    lit: '#1a3147',
    litBorder: '#0078d4',
    methods: {
      get: '#62aaf7',
      head: '#62aaf7',
      post: '#8fd18b',
      put: '#e2c08d',
      patch: '#e2c08d',
      delete: '#f88c7e',
    },
    otherMethod: '#cf94ca',
  },
}

const sans = 'system-ui, sans-serif'
const mono = 'ui-monospace, monospace'

function edgeSvg({ path, isLit }: MapEdge, { line, litBorder }: Paint): string {
  return isLit
    ? `<path d="${path}" fill="none" stroke="${litBorder}" stroke-width="2"/>`
    : `<path d="${path}" fill="none" stroke="${line}"/>`
}

function nodeSvg({ x, y, width, height, title, texts, icons, isLit }: MapNode, paint: Paint): string {
  const [fill, stroke] = isLit ? [paint.lit, paint.litBorder] : [paint.node, paint.border]
  const thickness = isLit ? ' stroke-width="1.5"' : ''
  return [
    `<g transform="translate(${x} ${y})"><title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="4" fill="${fill}" stroke="${stroke}"${thickness}/>`,
    ...icons.map(icon => iconSvg(icon, paint)),
    ...texts.map(text => textSvg(text, paint)),
    '</g>',
  ].join('')
}

function iconSvg({ path, x, y }: MapIcon, { text }: Paint): string {
  return `<path transform="translate(${x} ${y})" d="${path}" fill="none" stroke="${text}" stroke-linejoin="round" stroke-linecap="round"/>`
}

function textSvg({ text, x, y, role, anchor, method = '' }: MapText, paint: Paint): string {
  const look: Readonly<Record<MapText['role'], string>> = {
    plain: `fill="${paint.text}"`,
    small: `fill="${paint.dim}" font-size="11"`,
    time: `fill="${paint.accent}" font-size="11"`,
    mono: `fill="${paint.text}" font-family="${mono}" font-size="11.5"`,
    monoDim: `fill="${paint.dim}" font-family="${mono}" font-size="11.5"`,
    method: `fill="${paint.methods[method] ?? paint.otherMethod}" font-family="${mono}" font-size="11" font-weight="600"`,
  }
  const at = anchor === undefined ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${at} ${look[role]} xml:space="preserve">${escaped(text)}</text>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for XML: what XML has no character for becomes U+FFFD. https://www.w3.org/TR/xml/#charsets */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, char => entities[char] ?? '')
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD')
}
