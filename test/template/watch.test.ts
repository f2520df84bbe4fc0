import { describe, expect, it } from 'vitest'
import { createTemplateScope } from '../../server/src/template/scope.ts'
import { watch } from '../../server/src/template/watch.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { jsonText } from '../../server/src/template/jsonText.ts'

const scope = createTemplateScope({
  body: '{"a": {"b": [1, 2]}}',
  stageVariables: { tier: 'gold' },
  variables: { count: 3, name: 'Ada' },
})

describe('watching a template', () => {
  it.each([
    ["$input.path('$.a.b')", '[1,2]'],
    ['$count', '3'],
    ['$count + 2', '5'],
    ['$count == 3', 'true'],
    ['$count > 3 && $name', 'false'],
    ['"Hi $name"', '"Hi Ada"'],
    ['$stageVariables.tier.toUpperCase()', '"GOLD"'],
    ['[1..3]', '[1,2,3]'],
    ['$unknown', '""'],
    ['Dear $name, #if($count > 2)many#end', '"Dear Ada, many"'],
    ['1) #set($count = 9)', '"1) "'],
  ])('%s', (expression, expected) => {
    const watched = watch(expression, scope)
    expect(watched.type === 'value' ? jsonText(watched.value) : watched.message).toBe(expected)
  })

  it('says what fails', () => {
    expect(watch("$input.json('$..[')", scope)).toMatchObject({ type: 'fault' })
    expect(watch('#if($count', scope)).toMatchObject({ type: 'fault' })
  })
})

describe('a template that stands still', () => {
  it('takes a variable and goes on with it', async () => {
    const template = compileTemplate('#set($x = 1)\n#set($y = $x + 1)\n$x $y')
    const result = await template.renderStepping(createTemplateScope({}), (node, view) => {
      if (node.start === 13) {
        expect(view.variables.get('x')).toBe(1)
        expect(view.assign('x', 41)).toBe(true)
        expect(view.assign('z', 41)).toBe(false)
      }
    })
    expect(result.output).toBe('41 42')
  })
})
