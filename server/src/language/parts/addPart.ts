import type { TextEdit } from '../../base/diagnostic.ts'
import { baseName } from '../../base/files.ts'
import type { Files } from '../../base/files.ts'
import { createLineIndex, offsetAt, rangeAt } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { NewPart, NoPartEdit, PartEdit } from '../../protocol/parts.ts'
import type { Location } from '../../protocol/places.ts'
import type { Uris } from '../places.ts'
import { faultOf } from './checks.ts'
import { addToOpenApi } from './openApiParts.ts'
import type { ApiPlace } from './place.ts'
import { placeOf, Refusal } from './place.ts'
import { addToRest } from './restParts.ts'
import { addToSam } from './samParts.ts'
import { addToService } from './serverlessParts.ts'
import { addToV2 } from './v2Parts.ts'

/** Adds a part to an API: edits of the text of its definition, in the style that is there. */
export function addPart(
  part: NewPart,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): PartEdit | NoPartEdit {
  const place = placeOf(owner, part.apiId)
  if (place instanceof Refusal) return { message: place.message }
  const { definition, api } = place
  const fault = faultOf(part, api, { definition, documents: owner.documents, files })
  if (fault !== undefined) return { message: fault }
  const found = editsOf(part, place)
  if (found instanceof Refusal) return { message: found.message }
  const edits = found.filter(edit => edit !== undefined)
  const [main] = edits
  // A half edit would leave what nobody has asked for.
  if (!main || edits.length < found.length) return { message: notWritable(place) }
  return {
    edits: edits.map(({ file, range, newText }) => ({ uri: uris.toUri(file), range, newText })),
    reveal: revealed(edits, main, nameIn(part), owner, uris),
    uses: [],
  }
}

function editsOf(part: NewPart, place: ApiPlace): readonly (TextEdit | undefined)[] | Refusal {
  const { form, body, resources, service } = place
  if (form === 'openapi' && body) return addToOpenApi(part, place, body)
  if (form === 'serverless' && service) return addToService(part, place, service)
  if (!resources) return new Refusal(notWritable(place))
  if (form === 'rest') return addToRest(part, place, resources)
  return form === 'v2' ? addToV2(part, place, resources) : addToSam(part, place, resources)
}

function notWritable({ api }: ApiPlace): string {
  return `The place in '${baseName(api.origin.file)}' is made by a function, a reference or an anchor; write the part there yourself`
}

/** How the new part is written, for finding it in its text. */
function nameIn({ kind, path = '', method = '', status = '', name = '' }: NewPart): readonly string[] {
  if (kind === 'response') return [status]
  if (kind === 'model' || kind === 'authorizer') return [name]
  return kind === 'path' && path !== ''
    ? [path, path.slice(1), path.split('/').at(-1) ?? '', method]
    : [method, method.toLowerCase()]
}

function revealed(
  edits: readonly TextEdit[],
  main: TextEdit,
  names: readonly string[],
  owner: DefinitionResult,
  uris: Uris,
): Location {
  const text = owner.documents.get(main.file)?.text ?? ''
  const lines = createLineIndex(text)
  const startOf = (edit: TextEdit) => offsetAt(lines, edit.range.start, text)
  const own = edits.filter(({ file }) => file === main.file).sort((a, b) => startOf(b) - startOf(a))
  const changed = own.reduce(
    (before, edit) =>
      before.slice(0, startOf(edit)) + edit.newText + before.slice(offsetAt(lines, edit.range.end, text)),
    text,
  )
  const moved = own
    .filter(edit => startOf(edit) < startOf(main))
    .reduce(
      (sum, edit) => sum + edit.newText.length - (offsetAt(lines, edit.range.end, text) - startOf(edit)),
      0,
    )
  const name = names.find(each => each !== '' && main.newText.includes(each)) ?? ''
  const lead = name === '' ? main.newText.search(/[A-Za-z/$]/) : main.newText.indexOf(name)
  const start = startOf(main) + moved + Math.max(0, lead)
  const range = rangeAt(createLineIndex(changed), start, start + name.length)
  return { uri: uris.toUri(main.file), range }
}
