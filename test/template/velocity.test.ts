import { describe, expect, it } from 'vitest'
import { compileTemplate } from '../../server/src/template/template.ts'
import type { JavaValue } from '../../server/src/template/values.ts'

// What Apache Velocity 1.7 does where others do otherwise; all recorded on AWS or run on Velocity itself.

function variables(): ReadonlyMap<string, JavaValue> {
  return new Map<string, JavaValue>([
    ['name', 'Ann'],
    ['n', 5],
    ['list', [1, 'two', null]],
    ['map', new Map<JavaValue, JavaValue>([['k', 'v']])],
  ])
}

function rendered(text: string): string {
  const { output, error } = compileTemplate(text).render(variables())
  return error ? `line ${error.line}, column ${error.column}: ${error.message}` : output
}

describe('a template prints', () => {
  it.each([
    ['$missing|${missing}|$missing.a.b|$map.nokey|$name.nope()', '||||'],
    ['$name-$n', '$name-5'.replace('$name-', '')],
    ['${name}[0] $list[0] $list[-1]|$list [0]', 'Ann[0] 1 |[1, two, null] [0]'],
    ['#set($x = $n / 2)$x #set($x = 5.0 / 2)$x #set($x = 10000000.0)$x', '22.51.0E7'],
    ['#set($x = 2147483647 + 1)$x #set($x = 9223372036854775807 + 1)$x', '21474836489223372036854775808'],
    ['#set($x = 99999999999999999999 + 1.5)$x', '100000000000000000000.5'],
    ['#set($x = 1 + 2 + "n")$x#set($x = "kept")#set($x = 1 / 0)$x', '3nkept'],
    ['#if($missing)yes#end#if(0)no#end#if($n == "5")same#end', 'yessame'],
    ['#foreach($x in $map)$x#end#foreach($x in [3..1])$x#if($foreach.hasNext),#end#end', 'v3,2,1'],
    ['  #set($a = 1)\n  #if(true)\n  in\n  #end\nout', '    in\n  out'],
    ['\\$name \\\\$name \\#if \\#foo #foo($name)', '$name \\Ann #if \\#foo #foo($name)'],
    ['#define($d)[$name]#end$d$d.length()', '[Ann]'],
    ['#define($d)<$d>#end$d', '<<$d>>'],
    ['$name#set($b = 1)text.more $b', 'Anntext 1'],
    ['#set(${x} = 1)[$x]', '[]'],
    ['a $ b # c $5 #fff ## gone\nd', 'a $ b # c $5 #fff d'],
    ['#foreach($x in [1..9])$x#if($x == 2)#break#end#end after', '12 after'],
    ['a#stop b', 'a'],
    ['$map $list', '{k=v} [1, two, null]'],
    ['#literal()$name \\$name#end#[[ #if $name ]]#', '$name $name #if $name '],
    ['$n.parseInt("42") $name.substring(1) $name.replaceAll("(n)", "[$1]")', '42 nn A[n][n]'],
    ['$map.put("a", 1)$map.keySet() #foreach($e in $map.entrySet())$e.key=$e.value;#end', '[k, a] k=v;a=1;'],
    ['$map.class$name.getClass()$name.constructor', ''],
  ])('%j as %j', (text, output) => {
    expect(rendered(text)).toBe(output)
  })
})

describe('a Java method', () => {
  // Velocity 1.7 takes a method without parameters for applicable whatever the arguments (MethodMap.isApplicable).
  it.each([
    '$name.length(1)',
    '$list.size($name)',
    '$map.keySet(1, 2)',
    '$n.intValue("x")',
    '$n.toString("x")',
  ])('without parameters refuses arguments: %s', text =>
    expect(rendered(text)).toMatch(/^line 1, .*IllegalArgumentException: wrong number of arguments$/),
  )

  it.each([
    ['$name.charAt(1, 2)$name.substring()', ''],
    ['$n.toString(3) $n.toString(255, 16)', '3 ff'],
    // An array is wrapped as a java.util.AbstractList.
    [
      '#set($s = "x,y,x")#set($a = $s.split(","))$a.lastIndexOf("x") $a.subList(1, 3) $a.containsAll(["y"])',
      '2 [y, x] true',
    ],
    ['#set($s = "x,y")#set($a = $s.split(","))$a.remove("z") $a.removeAll([])', 'false false'],
    ['#set($i = 99999999999999999999)$i.hashCode()', '1882487351'],
    ['$map.replace("k", "x", "y") $map.replace("k", "v", "w") $map', 'false true {k=w}'],
  ])('%s', (text, output) => {
    expect(rendered(text)).toBe(output)
  })

  it('that would change the size of an array ends rendering', () => {
    expect(rendered('#set($a = $name.split("n"))$a.add("x")')).toContain('UnsupportedOperationException')
  })

  it('that Java has and this engine has not is said to be missing', () => {
    expect(rendered('$name.format("%s", 1)')).toContain("not emulated: the method 'format' of Java's String")
    expect(rendered('$n.reverse(1)')).toContain('not emulated')
  })
})

describe('an error', () => {
  // Velocity reads the whole text first: a block without '#end' is found at its end, strings are read afterwards.
  it.each([
    ['#if(true)\n#set(x = 1)\n', 2],
    ['#set($a = "#end")\n#set(x = 1)\n', 2],
    ['#foreach($x in [1])\n\n$x.length(1 2)', 3],
    ['#if(true)\n', 1],
  ])('of %j is the one that is met first', (text, line) => {
    expect(rendered(text)).toMatch(new RegExp(`^line ${line},`))
  })
})

describe('marks that nothing follows', () => {
  it.each([
    ['#*##**#x', '#*x'],
    ['\\$name$!.length', '$name.length'],
    ['#$@@x', '#@x'],
  ])('%j prints %j', (text, output) => {
    expect(rendered(text)).toBe(output)
  })
})

describe('a list or map that changes under its loop', () => {
  it.each([
    // One entry goes and another comes, so that the size is the same.
    ["#foreach($x in $map.entrySet())#set($y = $map.put('a', 1))$map.remove('k')#end", 'v'],
    ["#set($y = $map.put('a', 1))#foreach($x in $map)$map.remove('k')#set($y = $map.put('b', 2))#end", 1],
    ['#foreach($x in $list)$list.remove(0)#set($y = $list.add(1))#end', 1],
    ['#foreach($x in $list)$list.set(0, 7);#end$list', '1;7;7;[7, two, null]'],
    ['#foreach($x in $list)#if($foreach.last)$list.remove(2)#end.#end$list', 1],
    ['#foreach($x in [1, 2])#if($foreach.first)$list.add(3)#end$x#end', 'true12'],
  ])('%s', (text, expected) => {
    const compiled = compileTemplate(text).render(variables())
    if (typeof expected === 'string') expect(compiled.output).toBe(expected)
    else expect(compiled.error?.message).toContain('ConcurrentModificationException')
  })
})

describe('of variables that are null in a loop', () => {
  it('a block sees the variables of the place where it was defined, when its text is asked for', () => {
    const text =
      '#define($d)#foreach($x in [1])$x#end#end#foreach($x in $list)#if($d == "1").#end#set($x = 7)[$x]#end'
    expect(rendered(text)).toBe('.[7].[7].[]')
  })

  it('a block within itself prints its backslashes twice', () => {
    expect(rendered(String.raw`#define($d)\\$!{d}.#end$d`)).toBe(String.raw`\\..`)
  })
})

describe('what subList gives', () => {
  it.each([
    ['$s.add(9)$l$s', 'true[1, 2, 3, 9, 4][2, 3, 9]'],
    ['$s.set(0, 7)$l#set($s[1] = 8)$l', '2[1, 7, 3, 4][1, 7, 8, 4]'],
    ['$s.clear()$l$s', '[1, 4][]'],
    ['$s.subList(0, 1).remove(0)$l$s', '2[1, 3, 4][3]'],
    ['$l.set(1, 8)$s$s.contains(3)$s.indexOf(3)$s.equals([8, 3])', '2[8, 3]true1true'],
    ['#foreach($x in $s)$x#end', '23'],
  ])('is a part of the list: %s', (text, expected) => {
    expect(rendered(`#set($l = [1, 2, 3, 4])#set($s = $l.subList(1, 3))${text}`)).toBe(expected)
  })

  it.each(['$s', '$s.size()', '#foreach($x in $s)$x#end'])(
    'ends rendering once the list has grown: %s',
    use => {
      const text = `#set($s = $list.subList(0, 1))#set($x = $list.add(1))${use}`
      expect(rendered(text)).toContain('ConcurrentModificationException')
    },
  )
})

describe('a list that is a key', () => {
  it('is not found once it was changed', () => {
    const text =
      '#set($l = [1])#set($m = {$l: "a"})$m.get($l)$m.containsKey([1])#set($l[0] = 2)$m.get($l)$m.containsKey($l)'
    expect(rendered(text)).toBe('atruefalse')
    expect(rendered(`${text}#set($m[$l] = "b")`)).toContain('not emulated')
  })
})

describe('a template is refused', () => {
  it.each([
    ['Hello $', 1],
    ['a\n#if(true)', 2],
    ['#set($x = - 5)', 1],
    ['ok\n\n#set($x = "a\\"b")', 3],
    ['#end', 1],
    ['#foreach($x in [1])\n${x\n#end', 2],
  ])('%j in line %i', (text, line) => {
    const compiled = compileTemplate(text)
    expect(compiled.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
    expect(compiled.render(new Map()).error?.line).toBe(line)
  })
})

describe('rendering ends with an error', () => {
  it('at the call that fails in Java', () => {
    expect(rendered('a\n $name.substring(9)')).toBe(
      'line 2, column 8: java.lang.StringIndexOutOfBoundsException: begin 9, end 3, length 3',
    )
  })

  it('when a list changes under its loop', () => {
    expect(rendered('#foreach($x in $list)$list.add(1)#end')).toContain('ConcurrentModificationException')
  })

  it.each([
    ['#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])$c#end#end#end'],
    ['#set($s = "xxxxxxxxxx")#foreach($i in [1..60])#set($s = "$s$s")#end'],
    ['#foreach($i in [1..60])$list.addAll($list)#end'],
    ['#set($x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")$x.matches("(a+)+b")'],
    ['#set($x = [1..2000000000])$x'],
    ['$list.add($list)#set($l = [$list])$list.set(0, $l)$list.hashCode()$list'],
  ])('before it takes all time or memory: %j', text => {
    expect(compileTemplate(text).render(variables(), { steps: 1_000_000 }).error?.message).toBeDefined()
  })
})

it('stops a loop after 1000 passes, without an error', () => {
  expect(rendered('#foreach($x in [1..3000])#set($last = $x)#end$last')).toBe('1000')
})

describe('the stepping build', () => {
  const text = '#set($x = "a$name")#foreach($i in [1..2])$i#if($i == 2)$x.length()#end#end#define($d)$n#end$d'

  it('prints what the plain build prints', async () => {
    const { render, renderStepping } = compileTemplate(text)
    const stepped = await renderStepping(variables(), () => undefined)
    expect(stepped.output).toBe(render(variables()).output)
  })

  it('stops before each directive and reference, and waits', async () => {
    const stops: string[] = []
    await compileTemplate(text).renderStepping(variables(), async ({ start, end }, { output }) => {
      await Promise.resolve()
      stops.push(`${output}|${text.slice(start, end)}`)
    })
    expect(stops.slice(0, 4)).toEqual([
      '|#set($x = "a$name")',
      'a|$name',
      '|#foreach($i in [1..2])$i#if($i == 2)$x.length()#end#end',
      '|$i',
    ])
    expect(stops.slice(-2)).toEqual(['124|$d', '124|$n'])
  })

  it('tells what each reference printed, those in strings left out', () => {
    const { output, prints } = compileTemplate(`${text} $none$!none`).renderTold(variables())
    const told = prints.map(({ node, start, end }) => `${node.shown.text}=${output.slice(start, end)}`)
    expect(told.slice(0, 3)).toEqual(['$i=1', '$i=2', '$x.length()=4'])
    expect(told.slice(-2)).toEqual(['$none=', '$!none='])
  })
})
