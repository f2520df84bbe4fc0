import * as vscode from 'vscode'
import type { TemplateContexts, TemplatePosition } from '../../server/src/protocol/rendering.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { fileNameOf } from './places.ts'
import type { RecentTraces } from './recentTraces.ts'

/** Where a context comes from. */
export type ContextSource =
  | { readonly kind: 'text'; readonly label: string; readonly detail: string; readonly text: string }
  /** A document: a file, or one that is not saved yet. */
  | { readonly kind: 'document'; readonly label: string; readonly uri: vscode.Uri }

/** How the name of a file ends that holds a context. */
export const contextFileEnd = '.context.json'

/** A context that Gatehouse made. */
export function madeSource({ label, text }: TemplateContexts['made'][number]): ContextSource {
  return { kind: 'text', label, detail: vscode.l10n.t('made by Gatehouse'), text }
}

/** A context in a file. */
export function fileSource(uri: vscode.Uri): ContextSource {
  return { kind: 'document', label: fileNameOf(uri.toString()), uri }
}

interface Item extends vscode.QuickPickItem {
  readonly source?: () => Promise<ContextSource | undefined>
}

/**
 * Lets the user choose a context: the last requests of the route, saved ones, those that Gatehouse made. Undefined when
 * nothing was chosen; `new` for one that is to be written.
 */
export async function chooseContext(
  place: TemplatePosition,
  { template, made }: TemplateContexts,
  { features, traces }: { readonly features: LanguageFeatures; readonly traces: RecentTraces },
): Promise<ContextSource | 'new' | undefined> {
  const recent: Item[] = traces.of(template.use?.route).map(trace => {
    const time = new Date(trace.startedAt).toLocaleTimeString()
    const label = `${trace.route ?? trace.api.name}, ${trace.response.status ?? ''}`
    return {
      label,
      description: time,
      source: async () => {
        const context = await features.request('gatehouse/traceContext', { ...place, trace })
        const detail = vscode.l10n.t('a request of {0}', time)
        return context ? { kind: 'text', label, detail, text: context.text } : undefined
      },
    }
  })
  const files: Item[] = (await contextFiles(vscode.Uri.parse(place.uri))).map(uri => ({
    label: fileNameOf(uri.toString()),
    description: folderOf(vscode.workspace.asRelativePath(uri)),
    source: async () => fileSource(uri),
  }))
  const own: Item[] = made.map(each => ({
    label: each.label,
    description: each.detail,
    source: async () => madeSource(each),
  }))
  const written: Item = { label: `$(add) ${vscode.l10n.t('New context…')}` }
  const chosen = await vscode.window.showQuickPick(
    [
      ...group(vscode.l10n.t('From the last requests'), recent),
      ...group(vscode.l10n.t('Saved'), files),
      ...group(vscode.l10n.t('Made by Gatehouse'), own),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      written,
    ],
    { placeHolder: vscode.l10n.t('Context to render with'), matchOnDescription: true },
  )
  return chosen === written ? 'new' : chosen?.source?.()
}

/** Asks for a file and writes a context into it; undefined when none was named. */
export async function saveContext(template: vscode.Uri, text: string): Promise<vscode.Uri | undefined> {
  const isFile = template.scheme !== 'untitled'
  const base = fileNameOf(template.toString()).replace(/\.[^.]*$/, '') || 'template'
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save context'),
    filters: { [vscode.l10n.t('Context')]: ['context.json'] },
    ...(isFile && {
      defaultUri: vscode.Uri.joinPath(template, '..', `${base}${contextFileEnd}`),
    }),
  })
  if (!chosen) return undefined
  const name = chosen.path.replace(/(\.context)?(\.json)?$/, contextFileEnd)
  const uri = chosen.with({ path: name })
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text))
  return uri
}

function group(label: string, items: readonly Item[]): Item[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items]
}

/** The saved contexts of the workspace, those beside the template first. */
async function contextFiles(template: vscode.Uri): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(`**/*${contextFileEnd}`, '**/node_modules/**', mostFiles)
  const wanted = folderOf(template.path).split('/')
  // Folders up to the one that both are in, and down again.
  const distance = (uri: vscode.Uri) => {
    const given = folderOf(uri.path).split('/')
    const apart = given.findIndex((name, index) => name !== wanted[index])
    const shared = apart < 0 ? given.length : apart
    return given.length + wanted.length - 2 * shared
  }
  return found.sort((a, b) => distance(a) - distance(b) || a.path.localeCompare(b.path))
}

const mostFiles = 200

/** Of the path of a URI, which has slashes on every system. */
function folderOf(uriPath: string): string {
  return uriPath.slice(0, Math.max(0, uriPath.lastIndexOf('/')))
}
