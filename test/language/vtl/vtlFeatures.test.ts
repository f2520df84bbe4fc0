import { describe, expect, it } from 'vitest'
import { vtlFolding } from '../../../server/src/language/vtl/vtlFolding.ts'
import {
  vtlDefinition,
  vtlHighlights,
  vtlReferences,
} from '../../../server/src/language/vtl/vtlNavigation.ts'
import { vtlPrepareRename, vtlRename } from '../../../server/src/language/vtl/vtlRename.ts'
import { vtlSemanticTokens } from '../../../server/src/language/vtl/vtlSemanticTokens.ts'
import { vtlSignatureHelp } from '../../../server/src/language/vtl/vtlSignatureHelp.ts'
import { testUris } from '../../support/cursor.ts'
import { edited, marking, openTemplate, templateHover } from '../../support/vtlEditor.ts'
import { inEveryStyle, placedIn } from '../../support/vtlStyles.ts'

describe('hover', () => {
  it('tells of directives, variables, members, methods and loops', () => {
    expect(templateHover('t.vtl', '#fore<|>ach($a in [1]) #end')).toContain('#foreach($item in $list)')
    expect(templateHover('t.vtl', '<|>$input.body')).toContain('The payload')
    expect(templateHover('t.vtl', `$input.pa<|>rams('a')`)).toContain('$input.params(name)')
    expect(templateHover('t.vtl', '$context.identity.source<|>Ip')).toContain('TCP connection')
    expect(templateHover('t.vtl', `$input.params('a').sub<|>string(1)`)).toContain(
      'String.substring(beginIndex, [endIndex]) : String',
    )
    expect(templateHover('t.vtl', '#foreach($a in $b)$foreach.has<|>Next#end')).toContain('another element')
    expect(templateHover('t.vtl', `#set($a = 'x')\n$<|>a`)).toContain(`#set($a = 'x')`)
    expect(templateHover('t.vtl', `#set($a = 'x')\n$<|>a`)).toContain('Java: String')
    expect(templateHover('t.vtl', `$input.json('$.a.len<|>gth()')`)).toContain('number of items')
  })

  it('is there between broken lines', () => {
    const around = (line: string) => `#set($x = $y.get(\n${line}\n#foreach($q in \n"open`
    expect(templateHover('t.vtl', around('"$context.request<|>Id"'))).toContain('id of the request')
    expect(templateHover('t.vtl', around(`$util.url<|>Encode(`))).toContain('x-www-form-urlencoded')
  })

  it('says nothing of names that nobody knows', () => {
    expect(templateHover('t.vtl', '$no<|>body')).toBeUndefined()
    expect(templateHover('t.vtl', '{ "te<|>xt": 1 }')).toBeUndefined()
  })
})

describe('signature help', () => {
  const help = (marked: string) => {
    const { workspace, file, position } = openTemplate('t.vtl', marked)
    const found = vtlSignatureHelp(workspace, file, position)
    return found && `${found.signatures[0]?.label ?? ''} @${found.activeParameter ?? ''}`
  }

  it('names the parameters of what is being called, also in an open call', () => {
    expect(help('$util.base64Encode(<|>')).toBe('$util.base64Encode(text) : string @0')
    expect(help(`$input.params('a').replaceAll('a,b', <|>`)).toBe(
      'String.replaceAll(regex, replacement) : String @1',
    )
    expect(help(`#set($a = $input.params('a'))\n#if($a.substring(1, <|>\n"x": $b.foo(`)).toBe(
      'String.substring(beginIndex, [endIndex]) : String @1',
    )
    expect(help(`$util.urlEncode($input.params('a')).concat(<|>)`)).toBe('String.concat(other) : String @0')
    expect(help('#set(<|>)')).toBeUndefined()
  })
})

describe('variables', () => {
  const template = `#set($id = 1)
#foreach($item in $list)
  "\${id}-$!item.name $id" #set($id = $id + 1) \\$id '$identity'
#end
## $id`
  const at = (marked: string) => openTemplate('t.vtl', marked)

  it('are found with all their places, but not in comments, escapes and other names', () => {
    const { workspace, file, position, text } = at(template.replace('$id = 1', '$i<|>d = 1'))
    const marked = marking(
      text,
      (vtlHighlights(workspace, file, position) ?? []).map(({ range }) => range),
    )
    expect(marked).toBe(`#set($«id» = 1)
#foreach($item in $list)
  "\${«id»}-$!item.name $«id»" #set($«id» = $«id» + 1) \\$id '$identity'
#end
## $id`)
  })

  it('are defined where they are set', () => {
    const { workspace, file, position, text } = at(template.replace('$!item', '$!it<|>em'))
    const places = vtlDefinition(workspace, file, position, testUris) ?? []
    expect(
      marking(
        text,
        places.map(({ range }) => range),
      ),
    ).toContain('#foreach($«item» in')
    const uses =
      vtlReferences(workspace, file, position, { uris: testUris, includesDeclaration: false }) ?? []
    expect(
      marking(
        text,
        uses.map(({ range }) => range),
      ),
    ).toContain('$!«item».name')
    expect(uses).toHaveLength(1)
  })

  it('are renamed in all their places', () => {
    const { workspace, file, position, text } = at(template.replace('$id = 1', '$<|>id = 1'))
    const renamed = vtlRename(workspace, file, position, 'number')
    expect(edited(text, renamed?.edits ?? [])).toBe(
      template
        .replace('$id = 1', '$number = 1')
        .replace('${id}-', '${number}-')
        .replace('$id"', '$number"')
        .replace('#set($id = $id + 1)', '#set($number = $number + 1)'),
    )
    expect(vtlPrepareRename(workspace, file, position)).toMatchObject({ placeholder: 'id' })
  })

  it('are renamed in lines that cannot be read yet, too', () => {
    const broken = `#set($x = $list.get($i\n#set($<|>i = 1)\n"$i"\n#if($i.foo( "open`
    const { workspace, file, position, text } = at(broken)
    expect(edited(text, vtlRename(workspace, file, position, 'n')?.edits ?? [])).toBe(
      `#set($x = $list.get($n\n#set($n = 1)\n"$n"\n#if($n.foo( "open`,
    )
  })

  it("keep their names where the new one is none, is taken, or is API Gateway's", () => {
    const { workspace, file, position } = at(template.replace('$id = 1', '$<|>id = 1'))
    for (const name of ['1st', 'a b', '', 'item', 'input'])
      expect(vtlRename(workspace, file, position, name)?.refused, name).toMatch(/take another name|no name/)
    const own = at('$in<|>put.body')
    expect(vtlPrepareRename(own.workspace, own.file, own.position)).toBeUndefined()
    expect(vtlRename(own.workspace, own.file, own.position, 'x')).toBeUndefined()
  })
})

describe('semantic tokens', () => {
  /** `type: text` of each token. */
  const tokens = (name: string, text: string) => {
    const { workspace, file } = openTemplate(name, `${text}<|>`)
    return vtlSemanticTokens(workspace, file).map(({ range: { start, end }, type }) => {
      expect(start.line).toBe(end.line)
      return `${type}: ${text.split(/\r\n|\n/)[start.line]?.slice(start.character, end.character) ?? ''}`
    })
  }

  it('are the words of VTL', () => {
    expect(
      tokens(
        't.vtl',
        `#foreach($a in [1..$n])\n"$input.json('$.b.c')" #if($a > 1 && true)x#{else}y#end #* z *#\n#end`,
      ),
    ).toEqual([
      'keyword: #foreach',
      'variable: a',
      'keyword: in',
      'number: 1',
      'variable: n',
      'variable: input',
      'method: json',
      `string: '$.`,
      'property: b',
      'string: .',
      'property: c',
      `string: '`,
      'keyword: #if',
      'variable: a',
      'operator: >',
      'number: 1',
      'operator: &&',
      'keyword: true',
      'keyword: #{else}',
      'keyword: #end',
      'comment: #* z *#',
      'keyword: #end',
    ])
  })

  it('of a string are those of what is filled in, and the rest of it', () => {
    expect(tokens('t.vtl', `#set($a = "x $b.c y")`)).toEqual([
      'keyword: #set',
      'variable: a',
      'operator: =',
      'string: "x $',
      'variable: b',
      'string: .',
      'property: c',
      'string:  y"',
    ])
  })

  it('are there below a line that cannot be read', () => {
    expect(tokens('t.vtl', `#set($a = $b.get("\n$context.stage`)).toEqual([
      'variable: context',
      'property: stage',
    ])
  })

  it.each(inEveryStyle)('stand at their places: %s', (_, write) => {
    const text = write(`#set($a = "é")\n#* one\n   two *#\n{ "b": "$a" }\n`)
    expect(tokens(placedIn(text), text).map(each => each.replace(/\\/g, ''))).toEqual(
      expect.arrayContaining(['keyword: #set', 'operator: =', 'variable: a']),
    )
  })
})

it.each(inEveryStyle)(
  'tokens move with their template when the text above or beside it is edited: %s',
  (_, write) => {
    const text = write(`#set($a = "é")\n#* one\n   two *#\n{ "b": "$a" }\n`)
    const name = placedIn(text)
    const { workspace, file } = openTemplate(name, `${text}<|>`)
    const fresh = (now: string) => {
      const other = openTemplate(name, `${now}<|>`)
      return vtlSemanticTokens(other.workspace, other.file)
    }
    expect(vtlSemanticTokens(workspace, file)).toEqual(fresh(text))
    const above = text.replace(
      /(info:|"openapi"|Resources:)/,
      name.endsWith('json') ? '\n $1' : 'x-more: 1\n$1',
    )
    workspace.setText(file, above)
    expect(vtlSemanticTokens(workspace, file)).toEqual(fresh(above))
    const beside = above.replace('application/json', 'application/json-patch')
    workspace.setText(file, beside)
    expect(vtlSemanticTokens(workspace, file)).toEqual(fresh(beside))
  },
)

describe('folding', () => {
  it('is of blocks, brackets and comments; #else and #end stay to be seen', () => {
    const text =
      '{\n  #if($a)\n  "x": {\n    "y": 1\n  }\n  #else\n  "z": 2,\n  "q": 3\n  #end\n}\n#* a\nb\nc *#\n'
    const { workspace, file } = openTemplate('t.vtl', `${text}<|>`)
    const folds = (vtlFolding(workspace, file) ?? []).map(
      ({ startLine, endLine }) => `${startLine}-${endLine}`,
    )
    expect(folds.sort()).toEqual(['0-8', '1-4', '10-12', '2-3', '5-7'])
  })

  it('is left to the editor in definitions', () => {
    const { workspace, file } = openTemplate('api.yaml', "openapi: '3.0.1'\n<|>")
    expect(vtlFolding(workspace, file)).toBeUndefined()
  })
})
