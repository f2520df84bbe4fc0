import { baseName } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { NoSavedTest, SavedTest, SaveTemplateTestQuestion } from '../protocol/savedTests.ts'
import type { TemplateUse } from '../rules/rule.ts'
import type { RenderedTemplate, TestData } from '../testing/savedTest.ts'
import { templateTestOf, testOfTemplate } from '../testing/savedTest.ts'
import { escaped } from '../testing/savedBody.ts'
import type { Uris } from './places.ts'
import { apiOf, writtenTest } from './savedTest.ts'
import type { PlacedTemplate } from './vtl/placedTemplate.ts'
import type { Clock } from './vtl/renderPlaced.ts'
import { renderPlaced } from './vtl/renderPlaced.ts'
import { usesOf } from './vtl/templateName.ts'
import type { Workspace } from './workspace.ts'

/**
 * Makes a test of what a template prints now with a context: beside the definition that uses it, naming the route, or
 * beside the template's own file where no definition is known to use it.
 */
export function savedTemplateTest(
  { context, label }: SaveTemplateTestQuestion,
  placed: PlacedTemplate,
  { workspace, uris, clock }: { readonly workspace: Workspace; readonly uris: Uris; readonly clock: Clock },
): SavedTest | NoSavedTest {
  const [use] = usesOf(placed)
  const rendering = renderPlaced(placed, context, uris, clock)
  if (rendering.contextFault !== undefined)
    return { message: `No test can be made: the context cannot be read: ${rendering.contextFault}` }
  const { output, isCut, size, overrides, fault } = rendering
  const rendered: RenderedTemplate = {
    mediaType: use?.mediaType ?? 'application/json',
    output: { size, text: output, ...(isCut && { isCut }) },
    overrides,
    context,
    fault,
  }
  const { files, document } = workspace
  const around = { files, document, uris }
  if (!use) {
    if (placed.style !== 'file')
      return { message: 'No test can be made: no definition is known to use this template' }
    const name = baseName(placed.file)
    const made = testOfTemplate(rendered, { name: `The template ${name}`, template: escaped(name) })
    return written(made, undefined)
  }
  const owner = workspace
    .definitions()
    .find(({ definition }) => definition?.apis.includes(use.owner.api) === true)
  if (!owner?.definition)
    return { message: 'No test can be made: the definition that uses this template cannot be read' }
  const place = placeOf(use, placed.text)
  if (!place)
    return { message: 'No test can be made: a part of the template is known only when it is deployed' }
  const made = templateTestOf(rendered, place)
  const { file } = owner.definition
  return written(made, { file, api: apiOf(use.owner.api.id, owner) })

  function written(
    made: TestData | string,
    definition: { readonly file: string; readonly api: Record<string, string> } | undefined,
  ): SavedTest | NoSavedTest {
    if (typeof made === 'string') return { message: `No test can be made: ${made}` }
    const named = { ...made, name: `${made.name}: ${label}`, data: { ...definition?.api, ...made.data } }
    return writtenTest('template', named, definition?.file ?? placed.file, around)
  }
}

/** Where the definition states the text; undefined where that is not known whole. */
function placeOf({ owner, integration, direction, mediaType }: TemplateUse, text: string) {
  const route = owner.label
  const isText = (templates: typeof integration.requestTemplates) => {
    const fact = templates.get(mediaType)
    return fact !== undefined && valueOf(fact) === text
  }
  if (direction === 'request') {
    return isText(integration.requestTemplates) ? { route, direction } : undefined
  }
  const response = integration.responses.find(({ responseTemplates }) => isText(responseTemplates))
  const status = response && valueOf(response.statusCode)
  return response && { route, direction, ...(status !== undefined && { status }) }
}
