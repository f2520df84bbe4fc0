import { diagnose } from '../../server/src/language/diagnostics.ts'
import { addPart } from '../../server/src/language/parts/addPart.ts'
import { deletePart } from '../../server/src/language/parts/deletePart.ts'
import { partForm } from '../../server/src/language/parts/partForm.ts'
import type { DefinitionResult } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { NewPart, PartEdit, PartForm, PartName } from '../../server/src/protocol/parts.ts'
import { createLineIndex, offsetAt } from '../../server/src/base/text.ts'
import { testUris } from './cursor.ts'
import { memoryFiles } from './memoryFiles.ts'
import { applied } from './refactored.ts'

/** What names a part beside its definition. */
export type Wanted<T> = Omit<T, 'definition' | 'apiId'> & { readonly apiId?: string }

/** A definition whose parts are added and deleted. */
export interface Edited {
  readonly text: string
  readonly owner: DefinitionResult
  /** The definition after the edit; throws with the message where there is none. */
  readonly add: (part: Wanted<NewPart>) => Edited
  readonly remove: (part: Wanted<PartName>) => Edited
  readonly asked: (part: Wanted<NewPart>) => PartEdit | { readonly message: string }
  readonly askedToRemove: (part: Wanted<PartName>) => PartEdit | { readonly message: string }
  readonly form: (part: Wanted<PartName>) => PartForm
  /** None where nothing can be added. */
  readonly targets: (part: Wanted<PartName>) => PartForm['targets']
  /** What is selected after the edit that made this text. */
  readonly selected: string | undefined
  /** `error path-parameter-invalid` of every finding. */
  readonly findings: () => string[]
}

/** Opens a text as `/work/NAME`, with further files beside it. */
export function edited(
  name: string,
  text: string,
  beside: Readonly<Record<string, string>> = {},
  selected?: string,
): Edited {
  const file = `/work/${name}`
  const files = memoryFiles({ ...beside, [file]: text })
  const owner = loadDefinition(file, files, {})
  const apiId = owner.definition?.apis[0]?.id ?? ''
  const whole = <T extends object>(part: T) => ({ definition: testUris.toUri(file), apiId, ...part })
  const asked = (part: Wanted<NewPart>) => addPart(whole(part), owner, files, testUris)
  const askedToRemove = (part: Wanted<PartName>) => deletePart(whole(part), owner, files, testUris)
  const after = (result: PartEdit | { readonly message: string }): Edited => {
    if ('message' in result) throw new Error(result.message)
    const changed = applied(
      text,
      result.edits
        .map(({ uri, ...edit }) => ({ file: testUris.toFile(uri), ...edit }))
        .filter(edit => edit.file === file),
    )
    const range = result.reveal?.range
    const lines = createLineIndex(changed)
    const marked =
      range && changed.slice(offsetAt(lines, range.start, changed), offsetAt(lines, range.end, changed))
    return edited(name, changed, beside, marked)
  }
  return {
    text,
    owner,
    selected,
    asked,
    askedToRemove,
    add: part => after(asked(part)),
    remove: part => after(askedToRemove(part)),
    form: part => {
      const form = partForm(whole(part), owner)
      if ('message' in form) throw new Error(form.message)
      return form
    },
    targets: part => {
      const form = partForm(whole(part), owner)
      return 'message' in form ? [] : form.targets
    },
    findings: () =>
      diagnose(owner, files, { editor: new Map(), memory: undefined, actionData: undefined }).map(
        ({ severity, code }) => `${severity} ${code}`,
      ),
  }
}
