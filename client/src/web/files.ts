import * as vscode from 'vscode'
import type { FileAnswer, FileKind, FileQuestion } from '../../../server/src/protocol/files.ts'

/** Bytes of the largest file that is read, as for the program on a disk. */
const largestFile = 64 * 1024 * 1024

/** Data of the program itself, by the path of its URI: packed, because it is large. */
const shippedScheme = 'gatehouse-data'

/** Answers what the language server in a worker asks about files; `{}` where nothing is or nothing can be read. */
export async function answerFiles(
  questions: readonly FileQuestion[],
  extensionUri: vscode.Uri,
): Promise<FileAnswer[]> {
  return Promise.all(
    questions.map(async ({ uri, want }) => {
      try {
        return await answer(vscode.Uri.parse(uri, true), want, extensionUri)
      } catch {
        return {}
      }
    }),
  )
}

async function answer(
  uri: vscode.Uri,
  want: FileQuestion['want'],
  extensionUri: vscode.Uri,
): Promise<FileAnswer> {
  if (uri.scheme === shippedScheme) return { text: await shippedText(uri, extensionUri) }
  if (want === 'names') {
    const entries = await vscode.workspace.fs.readDirectory(uri)
    return {
      names: entries.flatMap(([name, type]) => {
        const kind = kindOf(type)
        return kind ? [[name, kind] as const] : []
      }),
    }
  }
  const { type, size } = await vscode.workspace.fs.stat(uri)
  const kind = kindOf(type)
  if (!kind) return {}
  if (want === 'kind') return { kind }
  if (kind === 'folder' || size > largestFile) return {}
  return { text: utf8.decode(await vscode.workspace.fs.readFile(uri)) }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** A link is what it leads to. */
function kindOf(type: vscode.FileType): FileKind | undefined {
  if (type & vscode.FileType.Directory) return 'folder'
  return type & vscode.FileType.File ? 'file' : undefined
}

async function shippedText(uri: vscode.Uri, extensionUri: vscode.Uri): Promise<string> {
  const packed = await vscode.workspace.fs.readFile(
    vscode.Uri.joinPath(extensionUri, 'dist', 'web', `${uri.path.slice(1)}.gz`),
  )
  const stream = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).text()
}
