import { expect } from 'vitest'
import type { FunctionResult, World } from '../../server/src/gateway/world.ts'
import { bodyText, gatewayOf, send } from '../support/oneApi.ts'
import { fixedWorld } from '../support/world.ts'
import type { Bench } from './pool.ts'
import { fact } from './pool.ts'

/** What a client, and the log of the function, got of one request. */
export interface Served {
  readonly status: number
  /** Without the ids of the request. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What the gateway got of the function; undefined where it was not called. */
  readonly result: FunctionResult | undefined
  /** Lines of the function and of the platform, in their order. */
  readonly log: readonly string[]
}

interface Sent {
  readonly kind?: 'Api' | 'HttpApi'
  readonly query?: string
  readonly body?: Uint8Array
}

/** Serves the functions of a bench, each by its name (`POST /NAME`) and with its properties in a SAM template. */
export function serveFunctions(bench: Bench, functions: Readonly<Record<string, object>>) {
  const gateways = {
    Api: gatewayOf(template('Api', functions)),
    HttpApi: gatewayOf(template('HttpApi', functions)),
  }
  return async (
    name: string,
    { kind = 'Api', query = '', body = new Uint8Array() }: Sent = {},
  ): Promise<Served> => {
    let result: FunctionResult | undefined
    const world: World = {
      ...fixedWorld(),
      invokeFunction: async call =>
        (result = await bench.pool.invoke({
          ...call,
          function: { ...call.function, code: fact(bench.folder) },
        })),
    }
    const exchange = await send(gateways[kind], { method: 'POST', path: `/${name}`, query, body }, world)
    const { status, headers } = exchange.response
    const told = headers.filter(
      ([header]) => !/^(x-amzn-RequestId|x-amz-apigw-id|Apigw-Requestid)$/i.test(header),
    )
    const log = result?.log.map(({ text }) => text) ?? []
    return { status, headers: Object.fromEntries(told), body: bodyText(exchange), result, log }
  }
}

/** What a REST API answers for a function that failed. */
export const failedRest = {
  status: 502,
  headers: { 'x-amzn-ErrorType': 'InternalServerErrorException', 'Content-Type': 'application/json' },
  body: '{"message": "Internal server error"}',
} as const

/** The same of an HTTP API. */
export const failedHttp = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Internal Server Error"}',
} as const

/** A REPORT line; `<>` stands for a figure, `ID` for the id of the request. */
export function report(text: string): unknown {
  return matching(`REPORT RequestId: ID\t${text}`)
}

/** A line of the log; `<>` stands for a figure, `ID` for the id of the request, `<one|other>` for either. */
export function matching(text: string): unknown {
  const literal = text.replace(/[.*+?^${}()[\]\\]/g, '\\$&')
  const pattern = literal
    .replaceAll('<>', '\\d+(?:\\.\\d\\d)?')
    .replaceAll(/<(.+?)>/g, '(?:$1)')
    .replaceAll('ID', '[0-9a-f-]{36}')
  return expect.stringMatching(new RegExp(`^${pattern}$`))
}

function template(kind: string, functions: Readonly<Record<string, object>>): string {
  const resources = Object.entries(functions).map(([name, properties]) => {
    const events = { Any: { Type: kind, Properties: { Path: `/${name}`, Method: 'POST' } } }
    const all = { Runtime: 'nodejs20.x', CodeUri: 'src', ...properties, Events: events }
    return [name, { Type: 'AWS::Serverless::Function', Properties: all }]
  })
  const text = { Transform: 'AWS::Serverless-2016-10-31', Resources: Object.fromEntries(resources) as object }
  return JSON.stringify(text)
}
