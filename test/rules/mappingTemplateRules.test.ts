import { describe, expect, it } from 'vitest'
import { checkTemplateFile } from '../../server/src/rules/check.ts'
import {
  gatewayExample,
  modelExample,
  requestExample,
  responseExample,
} from '../../server/src/rules/mappingTemplate/exampleDefinition.ts'
import { applyFix, diagnosticsOf } from '../support/annotated.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const own = /^(mapping|gateway)-template-/

/** What is found in a template, as `code: the words marked`. */
function found(template: string): string[] {
  return checkTemplateFile('/work/t.vtl', template, memoryFiles({})).map(({ code, range }) => {
    const line = template.split('\n')[range.start.line] ?? ''
    const end = range.end.line === range.start.line ? range.end.character : line.length
    return `${code.replace('mapping-template-', '')}: ${line.slice(range.start.character, end)}`
  })
}

function foundIn(definition: string): string[] {
  return diagnosticsOf(definition).flatMap(({ code, message }) =>
    own.test(code) ? `${code}: ${message}` : [],
  )
}

describe('variables', () => {
  it('are expected to be set where they are printed', () => {
    expect(found('{ "a": "$missing" }')).toEqual(['variable-unset: missing'])
    expect(found('{ "a": "$late" }#set($late = 1)')).toEqual(['variable-unset: late'])
    expect(found('#set($count = 2){ "a": "$count-1" }')).toEqual(['variable-unset: count-1'])
  })

  it('may be absent where the template asks for them, or prints them quietly', () => {
    expect(found('#if($later){ "a": "$later" }#else{}#end')).toEqual([])
    expect(found('{ "a": "$!maybe" }')).toEqual([])
    expect(found('#if($input.params("a") == $null){}#else[]#end')).toEqual([])
    expect(found('#foreach($a in [1..2])$!last#set($last = $a)$last#end')).toEqual([])
    expect(found('#define($block)$set#end#set($set = 1)$block')).toEqual([])
    expect(found('price: \\$missing')).toEqual([])
  })
})

describe('members and methods', () => {
  it('of $input, $util and $context are those of API Gateway', () => {
    expect(found('$input.parms("a")$util.toJson($a)')).toEqual([
      'member-unknown: parms',
      'member-unknown: toJson',
      'variable-unset: a',
    ])
    expect(found('$input.json')).toEqual(['member-unknown: json'])
    expect(found('$context.identity.sourceIP $context.authorizer.anything $context.identity.vpceId')).toEqual(
      ['context-unknown: sourceIP'],
    )
    expect(found('#set($context.responseOverride.statuz = 400)')).toEqual(['context-unknown: statuz'])
    expect(found('#set($context.responseOverride.header.X-A = "1")')).toEqual([])
  })

  it('are known by the type of the value, where there is one', () => {
    expect(found('#set($l = [])$l.push(1)')).toEqual(['method-unknown: push'])
    expect(found("$input.path('$.pets').count()")).toEqual(['method-unknown: count'])
    expect(found("$input.path('$.pets').size()$input.path('$.a').toUpperCase()")).toEqual([])
    expect(found('#set($x = 1)#set($x = "a")$x.anything()')).toEqual([])
  })
})

describe('#set of what is null', () => {
  it('is told for arithmetic with text and for $null', () => {
    expect(found('#set($a = $input.params("n") * 2)')).toEqual(['set-null: $input.params("n") * 2'])
    expect(found('#set($a = $null)')).toEqual(['set-null: $null'])
    expect(found('#set($n = 0)#set($a = $n.parseInt("4") * 2)$a')).toEqual([])
  })
})

describe('the output as JSON', () => {
  it.each([
    ['#foreach($a in [1..3])"x",#end', []],
    ['[#foreach($a in [1..3])"$a"#if($foreach.hasNext),#end#end]', []],
    ['[#foreach($a in [1..3])#if($velocityCount > 1),#end"$a"#end]', []],
    ['{ "a": 1 #if($input.params("b") != ""), "b": 2#end }', []],
    ['{ "a": #if($input.params("b") != "")1#end#if($input.params("b") == "")2#end }', []],
    ['{ "a": $input.json("$"), "b": [$input.path("$.x")] }', []],
    ['#set($sep = ",")[#foreach($a in [1..3])"$a"$sep#end]', []],
    ['Action=SendMessage&MessageBody=$input.body', []],
    ['#if($input.params("b") == "b")#set($x = 1){}#stop#end{', ['json-invalid: {']],
    ['', []],
    ['[#foreach($a in $input.path("$.a")){},#end]', ['json-invalid: ,']],
    ['[#foreach($a in $input.path("$.a")){}#end]', ['json-invalid: {']],
    ['{ "a": 1, #if($input.params("b") == "b")"b": 2#end }', ['json-invalid: ,']],
    ["{ 'a': 1 }", ["json-invalid: '"]],
    ['{ "a": yes }', ['json-invalid: yes']],
    ['{ "a": "b }', ['json-invalid: "']],
    ['{ "a": { "b": 1 }', ['json-invalid: {']],
  ])('%s', (template, findings) => {
    expect(found(template)).toEqual(findings)
  })

  it('says which way through the template fails', () => {
    const [message] = foundIn(responseExample('[#foreach($a in $input.path("$.a")){}#end]'))
    expect(message).toContain(
      "No comma stands before '{', so the output is no JSON when the list of '#foreach' has two elements",
    )
  })

  it('is not followed without end', () => {
    const loops = '#foreach($a in [1..9])#if($input.params("x") == "x")"#end'
    const started = performance.now()
    found(`{"a":${loops.repeat(40)}${'#end'.repeat(40)}`)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('what a caller sends, in a JSON string', () => {
  it('is told in requests, through variables and loops', () => {
    expect(found('#set($a = $input.params("a")){ "a": "$a" }')).toEqual(['json-injection: $a'])
    expect(found('[#foreach($a in $input.path("$.l"))"$a.b"#if($foreach.hasNext),#end#end]')).toEqual([
      'json-injection: $a.b',
    ])
    expect(found('{ "a": $input.json("$.a"), "b": "$context.requestId" }')).toEqual([])
    expect(foundIn(responseExample('{ "a": "$input.path("$.a")" }'))).toEqual([])
  })

  it('becomes JSON by the fix that fits', () => {
    const text = requestExample(`{ "a": "$input.path('$.a')" }`)
    const [finding] = diagnosticsOf(text, { only: ['mapping-template-json-injection'] })
    const [asJson, escaped] = finding?.fixes ?? []
    if (!asJson || !escaped) throw new Error('no fixes')
    expect(applyFix(text, asJson)).toContain(`{ "a": $input.json('$.a') }`)
    expect(applyFix(text, escaped)).toContain(
      `{ "a": "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'","'")" }`,
    )
  })
})

describe('JSONPath', () => {
  it('is marked where it breaks', () => {
    expect(found("$input.json('$.a[?(@.b')")).toEqual([expect.stringMatching(/^json-path-invalid: /)])
    expect(found("$input.json('$.a[0].b')$input.path($input.params('p'))")).toEqual([])
  })

  it('is held against the model, through variables', () => {
    expect(foundIn(modelExample(`#set($book = $input.path('$'))\n{ "t": "$book.titel" }`))).toEqual([
      expect.stringContaining('mapping-template-json-injection'),
      expect.stringContaining("the model 'Book' excludes it"),
    ])
    expect(foundIn(modelExample(`{ "t": $input.json('$.title.length') }`))).toEqual([
      expect.stringContaining('has a string there, which has no members'),
    ])
    expect(foundIn(modelExample(`{ "t": $input.json('$..titel') }`))).toEqual([])
  })
})

describe('places', () => {
  it('are exact in JSON and single quotes, and findings in what is filled in are left out', () => {
    const text = `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books } }
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates:
          application/json: !Sub '{ "it''s": "\${AWS::Region} $missing" }'
`
    const [finding, ...others] = diagnosticsOf(text).filter(({ code }) => own.test(code))
    expect(others).toEqual([])
    const { start, end } = finding?.range ?? {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 0 },
    }
    expect(text.split('\n')[start.line]?.slice(start.character, end.character)).toBe('missing')
  })
})

describe('the template of a gateway response', () => {
  it('is no VTL', () => {
    expect(foundIn(gatewayExample('#set($a = 1){ "m": "$context.error.message" }'))).toEqual([
      expect.stringContaining("'#set' is VTL"),
    ])
    expect(foundIn(gatewayExample('{ "m": "$context.error.validationErrorString.", "p": "$5" }'))).toEqual([])
  })
})
