import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { httpApiOf, labelsOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'

function read(files: Record<string, object | string>, options: ReadOptions = {}) {
  const texts = Object.entries(files).map(([file, value]) => [
    `/app/${file}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const memory = memoryFiles(Object.fromEntries(texts) as Record<string, string>)
  return loadDefinition('/app/main.tf.json', memory, options)
}

function definitionOf(files: Record<string, object | string>, options?: ReadOptions) {
  const { definition } = read(files, options)
  if (!definition) throw new Error('no definition')
  return definition
}

const api = { notes: { name: '${var.name}', protocol_type: 'HTTP' } }
const route = (key: string, more: object = {}) => ({
  aws_apigatewayv2_route: { each: { api_id: '${var.api_id}', route_key: key, ...more } },
})
const routesModule = {
  variable: { api_id: {}, path: { default: 'notes' }, methods: { default: ['GET'] } },
  resource: route('${each.value} /${var.path}', { for_each: '${toset(var.methods)}' }),
}
const apiModule = {
  variable: { name: { default: 'unnamed' } },
  resource: { aws_apigatewayv2_api: api },
  output: { id: { value: '${aws_apigatewayv2_api.notes.id}' }, title: { value: '${upper(var.name)}' } },
}
const keysOf = (files: Record<string, object | string>) =>
  httpApiOf(definitionOf(files)).routes.map(({ routeKey }) => routeKey)

describe('modules of a .tf.json file', () => {
  it('are read from the folders beside it, with what they are given and give', () => {
    const files = {
      'main.tf.json': {
        locals: { path: 'n' },
        module: {
          api: { source: './modules/api', name: 'my ${local.path}' },
          routes: {
            source: './modules/routes',
            api_id: '${module.api.id}',
            path: '${local.path}/${module.api.title}',
            methods: ['GET', 'PUT'],
          },
        },
      },
      'modules/api/main.tf.json': apiModule,
      'modules/routes/main.tf.json': routesModule,
    }
    const { definition, diagnostics } = read(files)
    if (!definition) throw new Error('no definition')
    const { name, routes, origin } = httpApiOf(definition)
    expect([name, origin.file]).toEqual(['my n', '/app/modules/api/main.tf.json'])
    expect(routes.map(({ routeKey }) => routeKey)).toEqual(['GET /n/MY N', 'PUT /n/MY N'])
    expect(routes[0]?.origin.file).toBe('/app/modules/routes/main.tf.json')
    expect(diagnostics).toEqual([])
  })

  it('take the defaults of what they are not given', () => {
    const module = {
      api: { source: './api' },
      routes: { source: './routes', api_id: '${module.api.id}' },
    }
    const files = { 'main.tf.json': { module }, 'api/a.tf.json': apiModule, 'routes/r.tf.json': routesModule }
    expect(httpApiOf(definitionOf(files)).name).toBe('unnamed')
    expect(keysOf(files)).toEqual(['GET /notes'])
  })

  it.each([
    ['for_each', { for_each: { a: 'GET', b: 'PUT' }, path: '${each.key}', methods: ['${each.value}'] }],
    [
      'count',
      { count: 2, path: '${["a", "b"][count.index]}', methods: ['${count.index == 0 ? "GET" : "PUT"}'] },
    ],
  ])('stand as often as their %s says', (_, repeat) => {
    const module = { routes: { source: './routes', api_id: '${aws_apigatewayv2_api.notes.id}', ...repeat } }
    const resource = { aws_apigatewayv2_api: { notes: { name: 'notes', protocol_type: 'HTTP' } } }
    expect(keysOf({ 'main.tf.json': { module, resource }, 'routes/r.tf.json': routesModule })).toEqual([
      'GET /a',
      'PUT /b',
    ])
  })

  it('give outputs of one instance or of all', () => {
    const module = { fn: { source: './fn', for_each: '${toset(["a", "b"])}', name: 'f-${each.key}' } }
    const environment = {
      variables: { ONE: '${module.fn["b"].name}', ALL: '${join(",", module.fn[*].name)}' },
    }
    const { functions } = definitionOf({
      'main.tf.json': {
        module,
        resource: { aws_lambda_function: { own: { function_name: 'own', environment } } },
      },
      'fn/fn.tf.json': {
        variable: { name: {} },
        resource: { aws_lambda_function: { fn: { function_name: '${var.name}' } } },
        output: { name: { value: '${aws_lambda_function.fn.function_name}' } },
      },
    })
    expect(functions.map(({ id }) => id)).toEqual([
      'aws_lambda_function.own',
      'module.fn["a"].aws_lambda_function.fn',
      'module.fn["b"].aws_lambda_function.fn',
    ])
    expect(saidMap(functions[0]?.environment)).toEqual({ ONE: 'f-b', ALL: 'f-a,f-b' })
  })

  it('call modules of their own, with what they were given', () => {
    const outer = {
      variable: { id: {}, path: {} },
      module: { inner: { source: '../inner', api_id: '${var.id}', path: 'x/${var.path}' } },
    }
    const module = { outer: { source: './outer', id: '${aws_apigatewayv2_api.notes.id}', path: 'y' } }
    const resource = { aws_apigatewayv2_api: { notes: { name: 'notes', protocol_type: 'HTTP' } } }
    const files = { 'outer/o.tf.json': outer, 'inner/i.tf.json': routesModule }
    expect(keysOf({ 'main.tf.json': { module, resource }, ...files })).toEqual(['GET /x/y'])
  })

  it('find the code of their functions from the root module, or from their own folder', () => {
    const { functions } = definitionOf({
      'main.tf.json': { module: { fn: { source: './mod/fn', folder: './src' } } },
      'mod/fn/fn.tf.json': {
        variable: { folder: {} },
        data: {
          archive_file: { a: { type: 'zip', source_dir: '${var.folder}', output_path: 'a.zip' } },
        },
        resource: {
          aws_lambda_function: {
            a: { function_name: 'a', handler: 'i.h', filename: '${data.archive_file.a.output_path}' },
            b: { function_name: 'b', handler: 'i.h', filename: '${path.module}/b.zip' },
          },
        },
      },
    })
    expect(functions.map(({ code }) => code && said(code))).toEqual(['/app/src', '/app/mod/fn/b.zip'])
  })

  it.each([
    [
      "'terraform-aws-modules/apigateway-v2/aws' is not in this project",
      { source: 'terraform-aws-modules/apigateway-v2/aws' },
    ],
    ["'./hcl' holds no .tf.json file that can be read", { source: './hcl' }],
    ["it has no 'source'", {}],
  ])('are told of when they are not read: %s', (why, call) => {
    const resource = { aws_apigatewayv2_api: { notes: { name: 'notes', protocol_type: 'HTTP' } } }
    const { diagnostics } = read({ 'main.tf.json': { module: { api: call }, resource }, 'hcl/main.tf': '' })
    expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      `info Module 'api' is not read, so what it makes is not served, because ${why}; give Gatehouse the plan instead: terraform show -json`,
    ])
  })

  it('that call themselves end', () => {
    const module = { again: { source: './' } }
    const { definition, diagnostics } = read({
      'main.tf.json': { module, resource: { aws_apigatewayv2_api: api } },
    })
    expect(definition?.apis.length).toBe(11)
    expect(diagnostics.map(({ message }) => message).join()).toContain('modules call each other without end')
  })

  it('that are called more often than anybody needs are not read', () => {
    const module = { many: { source: './many', count: 300 } }
    const resource = { aws_apigatewayv2_api: { notes: { name: 'notes', protocol_type: 'HTTP' } } }
    const many = { resource: { aws_lambda_function: { fn: { count: 400, function_name: 'f' } } } }
    const { definition, diagnostics } = read({ 'main.tf.json': { module, resource }, 'many/m.tf.json': many })
    expect(definition?.functions).toEqual([])
    expect(diagnostics.map(({ message }) => message).join()).toContain('it makes more than 200 modules')
  })

  it('make no definition of a configuration that has nothing of a gateway', () => {
    const files = {
      'main.tf.json': { module: { net: { source: './net' } } },
      'net/n.tf.json': { resource: { aws_vpc: {} } },
    }
    expect(read(files).definition).toBeUndefined()
  })
})

describe('override files of a .tf.json folder', () => {
  const base = {
    variable: { title: { default: 'base', description: 'd' } },
    locals: { path: 'base', kept: 'kept' },
    resource: {
      aws_api_gateway_rest_api: {
        shop: {
          name: '${var.title}',
          description: '${local.kept}',
          body: '{"openapi":"3.0.1","paths":{"/a":{"get":{}}}}',
        },
      },
    },
  }

  it('replace single arguments, variables and locals, the last one in the order of names', () => {
    const definition = definitionOf({
      'main.tf.json': base,
      'a_override.tf.json': { variable: { title: { default: 'a' } }, locals: { path: 'a' } },
      'override.tf.json': {
        variable: { title: { default: 'last' } },
        resource: {
          aws_api_gateway_rest_api: {
            shop: { body: '{"openapi":"3.0.1","paths":{"/${local.path}":{"put":{}}}}' },
          },
        },
      },
    })
    const shop = restApiOf(definition)
    expect([shop.name, labelsOf(shop)]).toEqual(['last', ['PUT /a']])
    expect(said(shop.settings?.description)).toBe('kept')
  })

  it('make nothing of their own, and say so', () => {
    const { definition, diagnostics } = read({
      'main.tf.json': base,
      'override.tf.json': { resource: { aws_lambda_function: { fn: { function_name: 'f' } } } },
    })
    expect(definition?.functions).toEqual([])
    expect(diagnostics.map(({ severity, file, message }) => `${severity} ${file} ${message}`)).toEqual([
      "error /app/override.tf.json Terraform refuses this: an override file changes what another file of its folder makes, and none has resource 'aws_lambda_function.fn'; move it to another file, or correct its name",
    ])
  })

  it('change what a module is called with', () => {
    const files = {
      'main.tf.json': { module: { api: { source: './api', name: 'one' } } },
      'override.tf.json': { module: { api: { name: 'two' } } },
      'api/a.tf.json': apiModule,
    }
    expect(httpApiOf(definitionOf(files)).name).toBe('two')
  })
})
