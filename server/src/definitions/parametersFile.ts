import type { Diagnostic } from '../base/diagnostic.ts'
import type { Node } from '../syntax/node.ts'
import type { GivenValues } from './givenValues.ts'
import type { PlainReader } from './plainReader.ts'
import { settingsFileOf } from '../base/settingsFile.ts'
import { entryOf, itemsOf, originOf, stringOf } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { mergedValues, readGivenValues } from './givenValues.ts'

/** A reader that knows what the parameters files say, and which files those are. */
export interface InformedReader {
  readonly reader: PlainReader
  /** Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Adds to a reader's options what the parameters files say: those that `parametersFile` of the nearest `gatehouse.json`
 * names, then those the caller names; what the caller gives by itself (`--parameter`) goes before both.
 */
export function withParametersFiles(definition: string, reader: PlainReader): InformedReader {
  const { options } = reader
  const found = [
    ...projectFiles(definition, reader),
    ...(options.parametersFiles ?? []).map(file => ({ file, at: undefined })),
  ]
  if (found.length === 0) return { reader, files: [] }
  const values = found.map(({ file, at }) => valuesOf(file, at, reader))
  return {
    reader: { ...reader, options: { ...options, ...mergedValues(...values, options) } },
    files: found.map(({ file }) => file),
  }
}

interface NamedFile {
  readonly file: string
  /** Where it is named; undefined for one that the caller names. */
  readonly at: Node | undefined
}

function projectFiles(definition: string, { files }: PlainReader): NamedFile[] {
  const settings = settingsFileOf(definition, files)
  const text = settings === undefined ? undefined : files.read(settings)
  if (settings === undefined || text === undefined) return []
  const named = entryOf(parseText(settings, text).root, 'parametersFile')?.value
  const items = named?.type === 'sequence' ? itemsOf(named) : named ? [named] : []
  return items.flatMap(at => {
    const name = stringOf(at)
    return name === undefined ? [] : [{ file: files.resolve(files.folderOf(settings), name), at }]
  })
}

function valuesOf(file: string, at: Node | undefined, reader: PlainReader): GivenValues {
  const document = reader.open(file)
  const values = readGivenValues(document?.root)
  if (values) return values
  // A broken file is told by its syntax errors.
  if (document && document.diagnostics.length > 0) return {}
  reader.report(document ? misshapen(file) : unreadable(file, at))
  return {}
}

const start = { line: 0, character: 0 }

function unreadable(file: string, at: Node | undefined): Diagnostic {
  const place = at ? originOf(at) : { file, range: { start, end: start } }
  return {
    code: 'parameters-file-unreadable',
    severity: 'warning',
    file: place.file,
    range: place.range,
    message: `The parameters file '${file}' cannot be read, so its values are missing here; correct the path`,
  }
}

function misshapen(file: string): Diagnostic {
  return {
    code: 'parameters-file-invalid',
    severity: 'warning',
    file,
    range: { start, end: { line: 0, character: 1 } },
    message: `This is no parameters file, so it gives no values; write {"Name": "value"} or a list of ParameterKey and ParameterValue`,
  }
}
