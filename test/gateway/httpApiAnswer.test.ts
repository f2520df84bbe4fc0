import { describe, expect, it, test } from 'vitest'
import { readHttpApiAnswer } from '../../server/src/gateway/integrations/httpApiAnswer.ts'

const read = (payload: string, ...rest: ['1.0' | '2.0', ('httpApi' | 'functionUrl')?]) => {
  const [format, reader] = rest
  const { response, isInferred } = readHttpApiAnswer(payload, format, 'Hello', reader)
  const { status, headers, body } = response
  return { status, headers, text: Buffer.from(body).toString(), isInferred }
}

// The snapshots of AWS's Lambda Test Tool for .NET hold what a deployed HTTP API made of these payloads.
// https://github.com/aws/aws-lambda-dotnet/tree/master/Tools/LambdaTestTool-v2/tests
describe('format 2.0 of an HTTP API makes a 200 of', () => {
  test.each([
    ['text that is no JSON', 'Hello, World!', 'Hello, World!'],
    ['an object that breaks off', '{"name": "John Doe", "age":', '{"name": "John Doe", "age":'],
    ['an object, as it is', '{"name": "John Doe", "age": 30}', '{"name": "John Doe", "age": 30}'],
    ['a list', '[1, 2, 3, 4, 5]', '[1, 2, 3, 4, 5]'],
    ['a number', '42', '42'],
    ['a Boolean', 'true', 'true'],
    ['a string, without its quotes', '"Special \\"quoted\\" text"', 'Special "quoted" text'],
    ['an empty string', '""', ''],
  ])('%s', (_, payload, text) => {
    const headers = [['content-type', 'application/json']]
    expect(read(payload, '2.0')).toEqual({ status: 200, headers, text, isInferred: true })
  })
})

it('refuses a status that is no integer, 0, and in format 1.0 what is no JSON', () => {
  expect(() => read('{"statusCode":200.5}', '2.0')).toThrow('Internal Server Error')
  expect(() => read('{"statusCode":0}', '2.0')).toThrow('Internal Server Error')
  expect(() => read('Hello', '1.0')).toThrow('Internal Server Error')
})

it('takes the headers of both maps in format 1.0, a value that stands in both once', () => {
  const answer = {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Combined-Header': 'single-value' },
    multiValueHeaders: {
      'content-type': ['application/json'],
      'Combined-Header': ['multi-value1', 'multi-value2'],
    },
  }
  expect(read(JSON.stringify(answer), '1.0').headers).toEqual([
    ['Content-Type', 'application/json'],
    ['Combined-Header', 'single-value'],
    ['Combined-Header', 'multi-value1'],
    ['Combined-Header', 'multi-value2'],
  ])
})

// LocalStack, TestLambdaURL::test_lambda_url_invocation: the lengths of what a Python function returned.
describe('a function URL', () => {
  test.each([
    ['{"hello": "world"}', '{"hello":"world"}'],
    ['["hello", 3, true]', '["hello",3,true]'],
    ['{"a  b": "c\\" , d"}', '{"a  b":"c\\" , d"}'],
    ['"two  words"', 'two  words'],
  ])('answers %s without its spaces', (payload, text) => {
    expect(read(payload, '2.0', 'functionUrl').text).toBe(text)
  })

  it('takes no text that is no JSON', () => {
    expect(() => read('Hello', '2.0', 'functionUrl')).toThrow('Internal Server Error')
  })
})
