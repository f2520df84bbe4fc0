import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatTemplate } from '../../../server/src/language/vtl/vtlFormatting.ts'
import { templatesIn } from '../../../server/src/language/vtl/placedTemplate.ts'
import { createWorkspace } from '../../../server/src/language/workspace.ts'
import { formattedTemplate, formattingFault } from '../../fuzz/vtlEditor.ts'
import { templatesBelow } from '../../fuzz/templatePrefixes.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { edited } from '../../support/vtlEditor.ts'
import { inEveryStyle, placedIn } from '../../support/vtlStyles.ts'

const untidy = `#set($list = $input.path('$.items'))
{
"count": $list.size(),
      "items": [
  #foreach($item in $list)
{
          "sku": "$item.sku"
        #if($item.gift)
,"gift": true
    #else
,"gift": false
        #end
    }#if($foreach.hasNext),#end
#end
]
    }
`
const tidy = `#set($list = $input.path('$.items'))
{
  "count": $list.size(),
  "items": [
    #foreach($item in $list)
      {
        "sku": "$item.sku"
        #if($item.gift)
          ,"gift": true
        #else
          ,"gift": false
        #end
      }#if($foreach.hasNext),#end
    #end
  ]
}
`

const contexts = [
  {},
  { body: '{"items": [{"sku": "a  b", "gift": true}, {"sku": "c"}]}' },
  { body: '{"items": [], "a": {"b": [1]}, "name": "x"}', params: { querystring: { a: 'true', id: '7' } } },
]

describe('formatting', () => {
  it('indents by blocks and brackets, and once is enough', () => {
    expect(formattedTemplate(untidy)).toBe(tidy)
    expect(formattedTemplate(tidy)).toBe(tidy)
    expect(formattingFault(untidy, contexts)).toBeUndefined()
  })

  it.each([
    ['XML', '<a>\n#if($b)\n<c/>\n#end\n</a>\n'],
    ['a form', 'Action=SendMessage\n  &MessageBody=$input.body\n'],
    ['text', 'Hello\n   $input.params("name")\n'],
    ['what cannot be read', '{\n#if($a\n"x": 1 }\n'],
    ['a string that holds a quote', '#set($q = \'"\')\n{\n"a": $q b\n c $q }\n'],
    ['a block that is printed elsewhere', '#define($b)\n"x"\n#end\n{\n"a": $b }\n'],
    ['output that is no JSON on some way', '{\n"a": 1,\n#if($b)\n"c": 2\n#end\n}\n'],
  ])('leaves alone what blanks may matter to: %s', (_, template) => {
    expect(formattedTemplate(template)).toBe(template)
  })

  it('leaves lines alone that begin in a string, in parentheses, in a comment or in raw text', () => {
    const kept = `#set($map = {
        "a": 1,
   "b": "x
  y"
})
{
"a": "one
      two",
#* about
      this *#
"b": 1
}
`
    expect(formattedTemplate(kept)).toBe(
      kept
        .replace('\n"a": "one', '\n  "a": "one')
        .replace('\n"b": 1', '\n  "b": 1')
        .replace('\n#* about', '\n  #* about'),
    )
    expect(formattingFault(kept, contexts)).toBeUndefined()
  })

  it('never changes what the templates of the examples print, but for blanks between the words of JSON', () => {
    const root = path.join(import.meta.dirname, '../../..')
    const all = templatesBelow(
      ['examples', 'test/fixtures', 'test/gateway/cases'].map(each => path.join(root, each)),
    )
    expect(all.length).toBeGreaterThan(20)
    for (const { text, file } of all)
      expect(formattingFault(text, contexts), `${file}: ${text}`).toBeUndefined()
  })
})

describe('in a definition', () => {
  const formatted = (text: string) => {
    const file = `/work/${placedIn(text)}`
    const workspace = createWorkspace(memoryFiles({}), () => ({}))
    workspace.setText(file, text)
    const edits = templatesIn(workspace, file).flatMap(placed =>
      formatTemplate(placed, { tabSize: 2, insertSpaces: true }),
    )
    return edited(text, edits)
  }

  it.each(inEveryStyle.filter(([name]) => !/single|tab|Sub|stated/.test(name)))(
    'is written as the string wants it: %s',
    (_, write) => {
      expect(formatted(write(untidy))).toBe(write(tidy))
    },
  )

  it('is left alone where YAML joins lines by their indentation', () => {
    const single = inEveryStyle.find(([name]) => name.includes('single'))?.[1](untidy) ?? ''
    expect(formatted(single)).toBe(single)
    const folded = `openapi: 3.0.1\npaths: \n  /:\n    get:\n      x-amazon-apigateway-integration:\n        requestTemplates:\n          application/json: >\n            {\n            "a": 1\n            }\n`
    expect(formatted(folded)).toBe(folded)
  })
})
