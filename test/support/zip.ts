/** One file of an archive; `mode` is the Unix mode with the kind of file, `claims` a size that its header lies about. */
export interface ZipEntry {
  readonly name: string
  readonly text: string
  readonly mode?: number
  readonly claims?: number
}

/** A zip archive of stored files, also of such that no tool would make. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, text, mode = 0o100644, claims } of entries) {
    const file = Buffer.from(name)
    const content = Buffer.from(text)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    // Bit 11: the name is UTF-8.
    shared.writeUInt16LE(0x800, 2)
    shared.writeUInt16LE(claims === undefined ? 0 : 8, 4)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(content.length, 14)
    shared.writeUInt32LE(claims ?? content.length, 18)
    shared.writeUInt16LE(file.length, 22)
    const local = Buffer.concat([signature(0x04034b50), shared, file, content])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    // Made by Unix, so that the mode counts.
    central.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), shared, rest, file]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
