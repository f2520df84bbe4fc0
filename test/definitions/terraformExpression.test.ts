import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../server/src/syntax/intrinsicFunctions.ts'
import { evaluateExpression, walk } from '../../server/src/definitions/terraformEvaluation.ts'
import { parseExpression, parseTemplate } from '../../server/src/definitions/terraformExpression.ts'
import { known, unknown } from '../../server/src/syntax/intrinsicFunctions.ts'

const values: Record<string, unknown> = { routes: { a: { method: 'GET' }, b: { method: 'POST' } }, n: 3 }

function valueOf(text: string): string {
  const expression = parseExpression(text)
  if (!expression) return 'no expression'
  const outcome: Outcome = evaluateExpression(expression, {
    reference: ([word, ...path]) =>
      word === 'var'
        ? walk(known(values), path)
        : word === 'aws_x'
          ? walk(known({ y: [0, 1].map(at => ({ id: `id${at}`, name: { first: `y${at}` } })) }), path)
          : unknown(`${word} is unknown`),
    instances: path => (path.join('.') === 'aws_x.y' ? [0, 1] : undefined),
    readFile: path => (path === 'hello.txt' ? 'hello ${name}, %%{x}' : undefined),
    template: parseTemplate,
    budget: { left: 20_000 },
  })
  return outcome.known ? JSON.stringify(outcome.value) : `? ${outcome.reason}`
}

describe("an expression of Terraform's", () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * -3', '-9'],
    ['"a-${var.n}-$${b}\\n"', '"a-3-${b}\\n"'],
    ['[1, "b", true, null,]', '[1,"b",true,null]'],
    ['{ a = 1, "b": [2], (upper("c")) = 3 }', '{"a":1,"b":[2],"C":3}'],
    ['var.routes["b"].method', '"POST"'],
    ['[1, 2][1]', '2'],
    ['var.n > 2 && var.n != 4 ? "many" : "few"', '"many"'],
    ['false && local.x', 'false'],
    ['{ for key, route in var.routes : upper(key) => route.method if route.method == "GET" }', '{"A":"GET"}'],
    ['[for route in var.routes : lower(route.method)]', '["get","post"]'],
    ['toset(["b", "a", "b"])', '["a","b"]'],
    ['merge({a = 1}, {b = 2})', '{"a":1,"b":2}'],
    ['keys(var.routes)', '["a","b"]'],
    ['concat([1], [2, 3]...)', '? it is known to Terraform only'],
    ['max([1, 5, 2]...)', '5'],
    ['jsonencode({ a = [1, "x"] })', '"{\\"a\\":[1,\\"x\\"]}"'],
    ['jsondecode("{\\"a\\": 1}").a', '1'],
    ['format("%s/%d", "a", 2)', '"a/2"'],
    ['replace("a.b.c", ".", "-")', '"a-b-c"'],
    ['join("-", split(".", "a.b"))', '"a-b"'],
    ['try(local.x, "fallback")', '"fallback"'],
    ['templatefile("hello.txt", { name = "you" })', '"hello you, %{x}"'],
    ['range(3)', '[0,1,2]'],
    ['1 # a comment', '1'],
    ['"%{ if var.n > 2 }many%{ else }few%{ endif }!"', '"many!"'],
    ['"%{ if false }a%{ endif }"', '""'],
    ['"%{ for key, route in var.routes }${key}=${route.method};%{ endfor }"', '"a=GET;b=POST;"'],
    ['"%{ for x in [1, 2] }%{ if x == 2 }two%{ else }${x} %{ endif }%{ endfor }"', '"1 two"'],
    ['"a  ${~ var.n ~}  b %{~ if true ~} c %{~ endif ~} d"', '"a3bcd"'],
    ['values(var.routes)[*].method', '["GET","POST"]'],
    ['values(var.routes).*.method', '["GET","POST"]'],
    ['var.routes.a[*].method', '["GET"]'],
    ['null[*]', '[]'],
    ['[[1, 2], [3]][*][0]', '[1,3]'],
    ['[[1, 2], [3]].*[0]', '[1,2]'],
    ['aws_x.y[*].name.first', '["y0","y1"]'],
    ['join(",", aws_x.y.*.id)', '"id0,id1"'],
  ])('%s is %s', (text, expected) => expect(valueOf(text)).toBe(expected))

  it.each([
    ['local.x', '? local is unknown'],
    ['"${local.x}"', '? local is unknown'],
    ['timestamp()', '? it is known to Terraform only'],
    ['var.routes["c"]', '? it is known to Terraform only'],
    ['var.routes.constructor', '? it is known to Terraform only'],
    ['"a${[1]}"', '? a text cannot hold a list or a mapping'],
    ['templatefile("gone.txt", {})', "? the file 'gone.txt' cannot be read"],
    ['"%{ if true }a"', 'no expression'],
    ['"%{ if true }a%{ endfor }"', 'no expression'],
    ['"%{ set x }a"', 'no expression'],
    ['"%{ for x in local.x }a%{ endfor }"', '? local is unknown'],
    ['local.x[*].id', '? local is unknown'],
    ['var.routes[*].gone', '? it is known to Terraform only'],
    ['[1, 2', 'no expression'],
    ['1 +', 'no expression'],
    ['', 'no expression'],
  ])('%s is not known: %s', (text, expected) => expect(valueOf(text)).toBe(expected))

  it.each([
    ['nesting', '['.repeat(50_000)],
    ['signs', '-'.repeat(50_000)],
    ['doubling', `${'concat('.repeat(60)}range(1000)${', range(1000))'.repeat(60)}`],
    ['loops', `${'[for a in range(1000) : '.repeat(5)}a${']'.repeat(5)}`],
  ])('of endless %s ends', (_, text) => expect(valueOf(text)).toMatch(/^(no expression|\? |\[)/))
})
