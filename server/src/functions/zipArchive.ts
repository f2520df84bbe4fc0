import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * Bytes that the files of an archive may take together: what Lambda takes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const mostBytes = 250 * 1024 * 1024
/** More than any real function has. */
const mostEntries = 100_000

/** Unpacked archives by path and time of change, so that functions share one and a new build is seen. */
const unpacked = new Map<string, Promise<string>>()
const folders = new Set<string>()

/** The folder that holds what a zip archive packs; rejects when it cannot be unpacked. */
export async function unpackZip(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file)
  const key = `${file}\0${mtimeMs}\0${size}`
  const earlier = unpacked.get(key)
  if (earlier) return earlier
  const folder = unpack(file)
  unpacked.set(key, folder)
  // What failed may work after the next build, even one of the same moment.
  folder.catch(() => unpacked.delete(key))
  return folder
}

/** Every folder made for an archive so far; the list starts anew. */
export function takeUnpackedFolders(): string[] {
  const taken = [...folders]
  folders.clear()
  unpacked.clear()
  return taken
}

async function unpack(file: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-zip-'))
  folders.add(folder)
  try {
    await unpackInto(folder, file)
    return folder
  } catch (error) {
    folders.delete(folder)
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

// The library refuses names that are absolute or lead out of the archive (`..`).
async function unpackInto(folder: string, file: string): Promise<void> {
  const archive = await openPromise(file)
  const links: { readonly place: string; readonly target: string }[] = []
  let bytes = 0
  let entries = 0
  for await (const entry of archive.eachEntry()) {
    bytes += entry.uncompressedSize
    entries += 1
    if (bytes > mostBytes) throw new Error(`its files take more than ${mostBytes / 1024 / 1024} MB`)
    if (entries > mostEntries) throw new Error(`it has more than ${mostEntries} files`)
    const place = path.join(folder, entry.fileName)
    if (entry.fileName.endsWith('/')) {
      await mkdir(place, { recursive: true })
      continue
    }
    const mode = entry.externalFileAttributes >>> 16
    const content = await archive.openReadStreamPromise(entry)
    if ((mode & 0o170000) === 0o120000) {
      links.push({ place, target: await text(content) })
      continue
    }
    await mkdir(path.dirname(place), { recursive: true })
    await pipeline(content, createWriteStream(place, { flags: 'wx', mode: mode & 0o100 ? 0o755 : 0o644 }))
  }
  // Last, so that no file is written through a link; a link that leads out of the archive is left out.
  for (const { place, target } of links) await link(folder, place, target)
}

async function link(folder: string, place: string, target: string): Promise<void> {
  const goal = path.relative(folder, path.resolve(path.dirname(place), target))
  if (path.isAbsolute(target) || goal.startsWith('..') || path.isAbsolute(goal)) return
  await mkdir(path.dirname(place), { recursive: true })
  await symlink(target, place)
}
