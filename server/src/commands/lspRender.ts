import { savedTemplateTest } from '../language/savedTemplateTest.ts'
import { madeContexts } from '../language/vtl/renderContexts.ts'
import type { PlacedTemplate } from '../language/vtl/placedTemplate.ts'
import { isGatewayResponse, templateAt } from '../language/vtl/placedTemplate.ts'
import { renderPlaced } from '../language/vtl/renderPlaced.ts'
import { templateName } from '../language/vtl/templateName.ts'
import { traceContext } from '../language/vtl/traceContext.ts'
import type { RenderQuestion, TemplatePosition, TraceContextQuestion } from '../protocol/rendering.ts'
import type { NoSavedTest, SavedTest, SaveTemplateTestQuestion } from '../protocol/savedTests.ts'
import type { FeatureContext } from './lspContext.ts'

/** What the view beside a mapping template asks: contexts for it, and what it prints with one. */
export function registerRendering({ connection, workspace, uris, guarded }: FeatureContext): void {
  const placedAt = ({ uri, position }: TemplatePosition): PlacedTemplate | undefined => {
    const placed = templateAt(workspace, uris.toFile(uri), position)
    return placed && !isGatewayResponse(placed) ? placed : undefined
  }
  connection.onRequest('gatehouse/render', (question: RenderQuestion) =>
    guarded('render', null, () => {
      const placed = placedAt(question)
      return placed ? renderPlaced(placed, question.context, uris, () => performance.now()) : null
    }),
  )
  connection.onRequest('gatehouse/templateContexts', (question: TemplatePosition) =>
    guarded('templateContexts', null, () => {
      const placed = placedAt(question)
      return placed ? { template: templateName(placed, uris), made: madeContexts(placed) } : null
    }),
  )
  connection.onRequest<SavedTest | NoSavedTest, void>(
    'gatehouse/saveTemplateTest',
    (question: SaveTemplateTestQuestion) =>
      guarded<SavedTest | NoSavedTest>(
        'saveTemplateTest',
        { message: 'No test could be made: see the log' },
        () => {
          const placed = placedAt(question)
          if (!placed) return { message: 'The template is no longer there' }
          return savedTemplateTest(question, placed, { workspace, uris, clock: () => performance.now() })
        },
      ),
  )
  connection.onRequest('gatehouse/traceContext', (question: TraceContextQuestion) =>
    guarded('traceContext', null, () => {
      const placed = placedAt(question)
      return placed ? { text: traceContext(placed, question.trace) } : null
    }),
  )
}
