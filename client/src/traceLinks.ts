import * as vscode from 'vscode'
import { namedPlaces } from './traceNames.ts'
import type { NamedPlace } from './traceNames.ts'

/** Leads from a trace in words to the lines it names; what is not there is no link. */
export class TraceLinks implements vscode.DocumentLinkProvider {
  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const links = await Promise.all(namedPlaces(document.getText()).map(linkOf))
    return links.filter(link => link !== undefined)
  }
}

async function linkOf({ at, file, line, character }: NamedPlace): Promise<vscode.DocumentLink | undefined> {
  const uri = await existing(file)
  if (!uri) return undefined
  const range = new vscode.Range(at.line, at.start, at.line, at.end)
  return new vscode.DocumentLink(range, uri.with({ fragment: `L${line + 1},${character + 1}` }))
}

async function existing(file: string): Promise<vscode.Uri | undefined> {
  const isAbsolute = /^([/\\]|[a-z]:[/\\])/i.test(file)
  const folders = vscode.workspace.workspaceFolders ?? []
  const found = isAbsolute
    ? [vscode.Uri.file(file)]
    : folders.map(folder => vscode.Uri.joinPath(folder.uri, file))
  for (const uri of found) {
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    )
    if (isThere) return uri
  }
  return undefined
}
