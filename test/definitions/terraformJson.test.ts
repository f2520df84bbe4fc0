import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { httpApiOf, labelsOf, methodOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'

function read(value: unknown, others: Record<string, string> = {}, options: ReadOptions = {}) {
  const files = memoryFiles({ '/app/main.tf.json': JSON.stringify(value), ...others })
  const { definition, diagnostics } = loadDefinition('/app/main.tf.json', files, options)
  if (!definition) throw new Error('no definition')
  return { definition, diagnostics }
}

const notes = { notes: { name: 'notes', protocol_type: 'HTTP' } }
const route = (key: string, more: object) => ({
  aws_apigatewayv2_api: notes,
  aws_apigatewayv2_route: {
    each: { api_id: '${aws_apigatewayv2_api.notes.id}', route_key: key, ...more },
  },
})
const keys = (value: unknown, others?: Record<string, string>, options?: ReadOptions) => {
  const { definition, diagnostics } = read(value, others, options)
  return { keys: httpApiOf(definition).routes.map(({ routeKey }) => routeKey), diagnostics }
}

describe('count and for_each of a .tf.json file', () => {
  it.each([
    ['a number', { count: 2 }, 'GET /${count.index}', ['GET /0', 'GET /1']],
    ['a number in an expression', { count: '${var.on ? 1 : 0}' }, 'GET /', []],
    ['a mapping', { for_each: { a: 'GET', b: 'POST' } }, '${each.value} /${each.key}', ['GET /a', 'POST /b']],
    ['a set', { for_each: '${toset(["b", "a"])}' }, 'GET /${each.value}', ['GET /a', 'GET /b']],
    [
      'a local',
      { for_each: '${local.routes}' },
      '${upper(each.value.method)} /${each.key}',
      ['GET /x', 'PUT /y'],
    ],
    [
      'a loop over it',
      { for_each: '${{ for name, route in local.routes : name => route if route.method == "put" }}' },
      '${each.key} /',
      ['y /'],
    ],
  ])('are written out for %s', (_, repeat, key, expected) => {
    const found = keys({
      variable: { on: { default: false } },
      locals: { routes: { x: { method: 'get' }, y: { method: 'put' } } },
      resource: route(key, repeat),
    })
    expect(found).toEqual({ keys: expected, diagnostics: [] })
  })

  it('stand as one, with a word, where they are not known', () => {
    const { keys: found, diagnostics } = keys({
      resource: route('GET /${each.key}', { for_each: '${data.x_y.z.routes}' }),
    })
    expect(found).toEqual(['aws_apigatewayv2_route.each'])
    expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "info How often 'each' is made cannot be known here, so it stands as one: it is known to Terraform only; give the variable a value",
    ])
  })

  it('let others refer to one instance', () => {
    const { definition } = read({
      resource: {
        aws_lambda_function: {
          fn: {
            for_each: { list: 'index.list', add: 'index.add' },
            function_name: 'notes-${each.key}',
            handler: '${each.value}',
          },
        },
        aws_apigatewayv2_integration: {
          each: {
            for_each: '${toset(["list", "add"])}',
            api_id: '${aws_apigatewayv2_api.notes.id}',
            integration_type: 'AWS_PROXY',
            integration_uri: '${aws_lambda_function.fn[each.key].invoke_arn}',
          },
        },
        ...route('GET /${each.key}', {
          for_each: { list: 1, add: 2 },
          target: 'integrations/${aws_apigatewayv2_integration.each[each.key].id}',
        }),
      },
    })
    const uris = httpApiOf(definition).routes.map(each => String(said(each.integration?.uri)))
    expect(uris.map(uri => uri.split(':').at(-1))).toEqual([
      'notes-list/invocations',
      'notes-add/invocations',
    ])
    expect(definition.functions.map(fn => [fn.id, said(fn.handler)])).toEqual([
      ['aws_lambda_function.fn["list"]', 'index.list'],
      ['aws_lambda_function.fn["add"]', 'index.add'],
    ])
  })
})

describe('variables of a .tf.json file', () => {
  const configuration = {
    variable: { name: { default: 'default' } },
    resource: { aws_apigatewayv2_api: { notes: { name: '${var.name}', protocol_type: 'HTTP' } } },
  }
  const name = (others: Record<string, string>, options: ReadOptions = {}) =>
    httpApiOf(read(configuration, others, options).definition).name

  it('are looked for where Terraform looks, in its order', () => {
    const environment = new Map([['TF_VAR_name', 'environment']])
    const tfvars = { '/app/terraform.tfvars.json': '{"name": "tfvars"}' }
    const auto = { '/app/a.auto.tfvars.json': '{"name": "a"}', '/app/b.auto.tfvars.json': '{"name": "b"}' }
    expect(name({})).toBe('default')
    expect(name({}, { environment })).toBe('environment')
    expect(name(tfvars, { environment })).toBe('tfvars')
    expect(name({ ...tfvars, ...auto })).toBe('b')
    expect(name(auto, { parameters: new Map([['name', 'given']]) })).toBe('given')
  })

  it('may be lists and mappings, in a parameters file too', () => {
    const configured = { resource: route('GET /${each.value}', { for_each: '${toset(var.paths)}' }) }
    const files = { '/app/gatehouse.json': '{"parametersFile": "v.json"}', '/app/v.json': '{"paths": ["a"]}' }
    expect(keys(configured, files).keys).toEqual(['GET /a'])
    expect(keys(configured, { '/app/x.auto.tfvars.json': '{"paths": ["${b}"]}' }).keys).toEqual(['GET /${b}'])
  })

  it('and locals may stand in another file of the folder', () => {
    const other = '{"locals": {"title": "from another file"}}'
    expect(
      httpApiOf(
        read(
          {
            resource: { aws_apigatewayv2_api: { notes: { name: '${local.title}', protocol_type: 'HTTP' } } },
          },
          { '/app/locals.tf.json': other },
        ).definition,
      ).name,
    ).toBe('from another file')
  })

  it('that double each other end', () => {
    const next = (index: number) => `\${local.v${index + 1}}`
    const doubling = Array.from(
      { length: 60 },
      (_, index) => [`v${index}`, [next(index), next(index)]] as const,
    )
    const locals: Record<string, readonly string[]> = Object.fromEntries(doubling)
    const { definition } = read({
      locals: { ...locals, v60: ['x'] },
      resource: {
        aws_lambda_function: {
          fn: {
            environment: {
              variables: { A: '${jsonencode(local.v0)}', B: '${local.v0 == local.v1}', C: '${local.v0}' },
            },
          },
        },
      },
    })
    const found = Object.values(saidMap(definition.functions[0]?.environment))
    expect(found).toEqual(Array(3).fill(expect.stringMatching(/is known to Terraform only$/)))
  })

  it('that need each other are unknown', () => {
    const { definition } = read({
      locals: { a: ['${local.b}'], b: ['${local.a}'] },
      resource: {
        aws_lambda_function: { fn: { environment: { variables: { A: '${local.a[0]}' } } } },
      },
    })
    expect(saidMap(definition.functions[0]?.environment)).toEqual({
      A: "? 'local.a[0]' is known to Terraform only",
    })
  })

  it('know where they are, and what a parameters file says of SSM', () => {
    const { definition } = read(
      {
        data: {
          aws_caller_identity: { me: {} },
          aws_region: { here: {} },
          aws_ssm_parameter: { key: { name: '/shop/key' } },
        },
        resource: {
          aws_lambda_function: {
            fn: {
              environment: {
                variables: {
                  PLACE: '${data.aws_region.here.name}/${data.aws_caller_identity.me.account_id}',
                  KEY: '${data.aws_ssm_parameter.key.value}',
                },
              },
            },
          },
        },
      },
      {},
      { ssm: new Map([['/shop/key', 'k']]) },
    )
    expect(saidMap(definition.functions[0]?.environment)).toEqual({
      PLACE: 'us-east-1/123456789012',
      KEY: 'k',
    })
  })
})

describe('an API of a .tf.json file', () => {
  const body = { openapi: '3.0.1', info: { title: 't', version: '1' }, paths: { '/a': { get: {} } } }
  const restApi = (more: object, others: object = {}) => ({
    resource: { aws_api_gateway_rest_api: { shop: { name: 'shop', ...more } }, ...others },
  })

  it('has the routes of a body made by jsonencode, with the functions it names', () => {
    const { definition } = read({
      locals: {
        body: {
          ...body,
          paths: {
            '/b': {
              get: {
                'x-amazon-apigateway-integration': {
                  type: 'aws_proxy',
                  httpMethod: 'POST',
                  uri: '${aws_lambda_function.fn.invoke_arn}',
                },
              },
            },
          },
        },
      },
      ...restApi(
        { body: '${jsonencode(local.body)}' },
        { aws_lambda_function: { fn: { function_name: 'list' } } },
      ),
    })
    expect(said(methodOf(restApiOf(definition), 'GET /b').integration?.uri)).toContain('function:list/')
  })

  it('has those of a template file, and of aws_api_gateway_rest_api_put', () => {
    const template = JSON.stringify(body).replace('/a', '/${path}')
    const files = { '/app/api.json.tftpl': template }
    const value = '${templatefile("${path.module}/api.json.tftpl", {path = "c"})}'
    expect(labelsOf(restApiOf(read(restApi({ body: value }), files).definition))).toEqual(['GET /c'])
    const put = { put: { rest_api_id: '${aws_api_gateway_rest_api.shop.id}', body: JSON.stringify(body) } }
    const { definition } = read(restApi({}, { aws_api_gateway_rest_api_put: put }))
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /a'])
  })

  it('has the policy that stands beside it', () => {
    const policy = {
      shop: { rest_api_id: '${aws_api_gateway_rest_api.shop.id}', policy: '{"Statement": []}' },
    }
    const { definition } = read(restApi({}, { aws_api_gateway_rest_api_policy: policy }))
    expect(restApiOf(definition).policy?.origin.file).toBe('/app/main.tf.json')
  })
})

describe('the other .tf.json files of the folder', () => {
  const api = { resource: { aws_apigatewayv2_api: notes } }
  const routes = JSON.stringify({
    resource: {
      aws_lambda_function: { fn: { function_name: 'notes', handler: 'index.list' } },
      aws_apigatewayv2_integration: {
        fn: {
          api_id: '${aws_apigatewayv2_api.notes.id}',
          integration_type: 'AWS_PROXY',
          integration_uri: '${aws_lambda_function.fn.invoke_arn}',
        },
      },
      aws_apigatewayv2_route: {
        list: {
          api_id: '${aws_apigatewayv2_api.notes.id}',
          route_key: 'GET /notes',
          target: 'integrations/${aws_apigatewayv2_integration.fn.id}',
        },
      },
    },
  })

  it('add their resources to an API, which stand in their own text', () => {
    const { definition, diagnostics } = read(api, { '/app/routes.tf.json': routes })
    const [route] = httpApiOf(definition).routes
    expect([route?.routeKey, route?.origin.file]).toEqual(['GET /notes', '/app/routes.tf.json'])
    expect(definition.functions.map(fn => said(fn.handler))).toEqual(['index.list'])
    expect(diagnostics).toEqual([])
  })

  it('are not looked at for a file without an API, nor in another folder, nor where they override', () => {
    const { definition } = read(
      { resource: { aws_lambda_function: { fn: { function_name: 'notes', handler: 'a.b' } } } },
      { '/app/routes.tf.json': JSON.stringify(api) },
    )
    expect(definition.apis).toEqual([])
    for (const file of ['/app/more/routes.tf.json', '/app/override.tf.json', '/app/more_override.tf.json']) {
      expect(httpApiOf(read(api, { [file]: routes }).definition).routes).toEqual([])
    }
  })
})
