import { describe, expect, it } from 'vitest'
import { definition } from '../../server/src/language/definition.ts'
import { hover } from '../../server/src/language/hover.ts'
import { openAt, testUris } from '../support/cursor.ts'
import { acceptedText, proposed, proposedLabels } from '../support/proposals.ts'

const beside = {
  '/work/functions.tf.json': JSON.stringify({
    resource: { aws_lambda_function: { list: { function_name: 'list', role: 'arn' } } },
    data: { aws_region: { here: {} } },
  }),
}

const api = `{
  "resource": {
    "aws_api_gateway_rest_api": { "shop": { "name": "shop" } },
    "aws_api_gateway_integration": [{ "list": {
      "rest_api_id": "\${aws_api_gateway_rest_api.shop.id}",
      "type": "AWS_PROXY",
      "uri": "\${aws_lambda_function.list.invoke_arn}"
    } }]
  }
}`

function texts(marked: string): string {
  const { document, position, owner, workspace } = openAt('api.tf.json', marked, beside)
  const found = hover(document, position, owner, workspace.files)
  return found && 'value' in Object(found.contents) ? (found.contents as { value: string }).value : ''
}

describe('a Terraform configuration', () => {
  it('has proposals before it has a gateway', () => {
    const labels = proposedLabels('main.tf.json', '{ "resource": { "aws_api_gateway_<|>" } }')
    expect(labels).toContain('aws_api_gateway_rest_api')
    expect(proposedLabels('main.json', '{ "resource": { "aws_<|>" } }')).toEqual([])
  })

  it('marks the arguments that are required, in blocks written as lists, too', () => {
    const items = proposed(
      'api.tf.json',
      api.replace('"type": "AWS_PROXY",', '"type": "AWS_PROXY", <|>'),
      beside,
    )
    const required = items.filter(({ detail }) => detail === 'required').map(({ label }) => label)
    expect(required.sort()).toEqual(['http_method', 'resource_id'])
    const method = items.find(({ label }) => label === 'integration_http_method')
    expect(JSON.stringify(method?.documentation)).toContain('https://')
  })

  it('refers to resources of the other files of its folder', () => {
    const typed = api.replace('"${aws_lambda_function.list.invoke_arn}"', '"<|>"')
    expect(proposedLabels('api.tf.json', typed, beside)).toContain('${aws_lambda_function.list.invoke_arn}')
    expect(acceptedText('api.tf.json', typed, '${aws_lambda_function.list.invoke_arn}', beside)).toContain(
      '"uri": "${aws_lambda_function.list.invoke_arn}"',
    )
    const data = api.replace('list.invoke_arn}', 'list.invoke_arn}${data.aws_region.here.<|>}')
    expect(proposedLabels('api.tf.json', data, beside)).toContain('data.aws_region.here.region')
  })

  it('closes an expression that is still open', () => {
    const typed = api.replace('${aws_lambda_function.list.invoke_arn}', '${aws_lambda_function.list.<|>')
    expect(acceptedText('api.tf.json', typed, 'aws_lambda_function.list.arn', beside)).toContain(
      '"${aws_lambda_function.list.arn}"',
    )
  })

  it('names what must be there first by its address', () => {
    const typed = api.replace('"type": "AWS_PROXY",', '"type": "AWS_PROXY", "depends_on": ["<|>"],')
    const labels = proposedLabels('api.tf.json', typed, beside)
    expect(labels).toEqual(expect.arrayContaining(['aws_api_gateway_rest_api.shop', 'data.aws_region.here']))
    expect(labels).not.toContain('aws_api_gateway_integration.list')
  })

  it('explains types, arguments and references, and leads to what is referred to', () => {
    expect(texts(api.replace('"aws_api_gateway_rest_api": {', '"aws_api_gateway_<|>rest_api": {'))).toContain(
      'REST API',
    )
    expect(texts(api.replace('"uri"', '"u<|>ri"'))).toContain('**uri**')
    const marked = api.replace(
      'aws_lambda_function.list.invoke_arn',
      'aws_lambda_function.li<|>st.invoke_arn',
    )
    expect(texts(marked)).toMatch(/\*\*aws_lambda_function\.list\*\*: Lambda function/)
    const { document, position, owner, workspace } = openAt('api.tf.json', marked, beside)
    expect(definition(document, position, owner, workspace.files, testUris)).toMatchObject([
      { uri: 'file:///work/functions.tf.json' },
    ])
  })

  it('proposes nothing in what Terraform prints', () => {
    const plan = `{ "format_version": "1.2", "planned_values": { "root_module": { "resources": [
      { "address": "aws_api_gateway_rest_api.shop", "type": "aws_api_gateway_rest_api", "name": "shop", "values": { "name": "<|>" } }
    ] } } }`
    expect(proposedLabels('plan.json', plan)).toEqual([])
    expect(
      proposedLabels(
        'plan.json',
        plan.replace('<|>', '').replace('{ "format_version"', '{ <|>"format_version"'),
      ),
    ).toEqual([])
  })
})
