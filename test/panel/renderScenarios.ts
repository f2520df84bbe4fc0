import type { ToRender } from '../../client/src/renderMessages.ts'
import { madeContexts } from '../../server/src/language/vtl/renderContexts.ts'
import { templateAt } from '../../server/src/language/vtl/placedTemplate.ts'
import { renderPlaced } from '../../server/src/language/vtl/renderPlaced.ts'
import { openAt, testUris } from '../support/cursor.ts'

// The template of the design, rendered as the language server does.

const definition = `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /orders:
      post:
        x-amazon-apigateway-integration:
          type: aws
          httpMethod: POST
          uri: arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders
          requestTemplates:
            application/json: |
              #set($body = $input.path('$'))
              {<|>
                "customerId": "$context.authorizer.principalId",
                "stage": "$context.stage",
                "items": [
              #foreach($item in $body.items)
                  { "bookId": "$item.bookId", "quantity": $item.quantity }#if($foreach.hasNext),#end
              #end
                ],
                "note": "$body.note",
                "requestId": "$context.requestId"
              }
              #set($context.requestOverride.header.X-Tier = "gold")
`

const { workspace, file, position } = openAt('openapi.yaml', definition)
const placed = templateAt(workspace, file, position)
if (!placed) throw new Error('no template')

function rendered(label: string, change: (context: string) => string = text => text): ToRender {
  const made = madeContexts(placed as NonNullable<typeof placed>).find(each => each.label === label)
  if (!made) throw new Error(`no context '${label}'`)
  let now = 0
  const rendering = renderPlaced(
    placed as NonNullable<typeof placed>,
    change(made.text),
    testUris,
    () => (now += 0.9),
  )
  return {
    type: 'show',
    rendering,
    context: { label, detail: 'made by Gatehouse', isFile: false },
    workspaceRoot: '/work',
  }
}

export const ordinary = rendered('Example')
/** A caller who sends a second `customerId`. */
export const hostile = rendered('Text with quotes', text => text.replaceAll('admin', 'customerId'))
/** A quantity that the request does not have prints nothing. */
export const notJson = rendered('Example', text => text.replace(',\\n      \\"quantity\\": 1', ''))
/** A context in the middle of being written. */
export const brokenContext = rendered('Example', () => '{ "body": ')
