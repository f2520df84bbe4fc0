import { describe, expect, it } from 'vitest'
import {
  counted,
  formatBytes,
  formatDuration,
  formatLimit,
  formatSeconds,
  formatStepMs,
  fileLabel,
  pathOfUri,
  sourceLabel,
  spokenDuration,
  statusKind,
  statusText,
} from '../../client/panel/format.ts'
import { plainText, splitMarks } from '../../client/panel/marks.ts'
import { waterfallAxis, waterfallBar } from '../../client/panel/waterfall.ts'

describe('times and sizes', () => {
  it.each([
    [0, '0.0'],
    [0.02, '<0.1'],
    [0.3, '0.3'],
    [26.44, '26.4'],
    [2400, '2\u2009400'],
  ])('in the column of the trace: %d is %s', (ms, text) => expect(formatStepMs(ms)).toBe(text))

  it.each([
    [0.3, '0.3 ms'],
    [41.1, '41 ms'],
    [2400, '2.4 s'],
    [59_960, '1 min'],
    [65_000, '1 min 5 s'],
  ])('beside the status: %d is %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it('read aloud with whole words', () => {
    expect(spokenDuration(14.2)).toBe('14 milliseconds')
    expect(spokenDuration(2400)).toBe('2.4 seconds')
  })

  it('keep one digit while a request runs, and none in a limit of whole seconds', () => {
    expect([formatSeconds(400), formatSeconds(3000)]).toEqual(['0.4 s', '3.0 s'])
    expect([formatLimit(29_000), formatLimit(2500), formatLimit(50)]).toEqual(['29 s', '2.5 s', '50 ms'])
  })

  it.each([
    [61, '61 B'],
    [2149, '2.1 kB'],
    [999_960, '1.0 MB'],
    [5_100_000, '5.1 MB'],
  ])('in bytes: %d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it('count with the right number', () => {
    expect([counted(1, 'header'), counted(2, 'header')]).toEqual(['1 header', '2 headers'])
  })
})

describe('a status', () => {
  it('is the fault of the caller at 4xx and ours at 5xx', () => {
    expect([201, 302, 403, 502].map(statusKind)).toEqual(['ok', 'ok', 'warn', 'err'])
  })

  it('has its phrase, or stands alone where HTTP has none', () => {
    expect([statusText(403), statusText(299)]).toEqual(['403 Forbidden', '299'])
  })
})

describe('a link to a line', () => {
  it('is the path in the workspace, counted from one', () => {
    expect(sourceLabel({ file: '/w/src/a.ts', line: 13, character: 0 }, '/w')).toBe('src/a.ts:14')
    expect(sourceLabel({ file: 'C:\\w\\src\\a.ts', line: 13, character: 0 }, 'c:\\w')).toBe('src/a.ts:14')
  })

  it('is the name of the file where the path is long or outside', () => {
    expect(sourceLabel({ file: '/w/templates/create-order.vtl', line: 0, character: 0 }, '/w')).toBe(
      'create-order.vtl:1',
    )
    expect(sourceLabel({ file: '/elsewhere/of/all/places/a.ts', line: 0, character: 0 }, '/w')).toBe('a.ts:1')
  })
})

describe('a file', () => {
  it('has one name in sentences and in links', () => {
    for (const file of ['/w/template.yaml', '/w/src/books/a.ts', '/w/bookshop/src/books/get.js']) {
      expect(sourceLabel({ file, line: 2, character: 0 }, '/w')).toBe(`${fileLabel(file, '/w')}:3`)
    }
    expect(fileLabel('/w/bookshop/src/books/get.js', '/w')).toBe('…/src/books/get.js')
    expect(fileLabel('/w/bookshop/src/very-long-name/get.js', '/w')).toBe('…/very-long-name/get.js')
  })

  it('has the same path where the language server names it by its URI', () => {
    expect(pathOfUri('file:///w/my%20shop/template.yaml')).toBe('/w/my shop/template.yaml')
    expect(pathOfUri('file:///c%3A/w/template.yaml')).toBe('c:/w/template.yaml')
    expect(fileLabel(pathOfUri('file:///c%3A/w/shop/template.yaml'), 'C:\\w')).toBe('shop/template.yaml')
    expect(pathOfUri('/w/100%.yaml')).toBe('/w/100%.yaml')
  })
})

describe('the marks of a summary', () => {
  it('are code and bold, and nothing else', () => {
    expect(splitMarks('`GET /a` took **b** <i>c</i>')).toEqual([
      { kind: 'code', text: 'GET /a' },
      { kind: 'plain', text: ' took ' },
      { kind: 'bold', text: 'b' },
      { kind: 'plain', text: ' <i>c</i>' },
    ])
  })

  it('stay as they are without their pair', () => {
    expect(plainText('2 ** 3 and `x')).toBe('2 ** 3 and `x')
  })
})

describe('the waterfall', () => {
  it('has two to five round ticks', () => {
    expect(waterfallAxis(41.1).ticks).toEqual([0, 10, 20, 30, 40])
    expect(waterfallAxis(13.9).ticks).toEqual([0, 5, 10])
    expect(waterfallAxis(0.7).ticks).toEqual([0, 0.2, 0.4, 0.6])
    for (const ms of [0, 0.04, 1, 3, 9.9, 77, 999, 29_000]) {
      expect(waterfallAxis(ms).ticks.length).toBeGreaterThanOrEqual(2)
      expect(waterfallAxis(ms).ticks.length).toBeLessThanOrEqual(6)
    }
  })

  it('keeps every bar inside', () => {
    const axis = waterfallAxis(10)
    expect(waterfallBar(axis, 2, 3)).toEqual({ left: 20, width: 30 })
    expect(waterfallBar(axis, 8, 30)).toEqual({ left: 80, width: 20 })
  })
})
