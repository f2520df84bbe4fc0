import { describe, expect, it } from 'vitest'
import { javaMethodsOf } from '../../server/src/template/javaMethodDocs.ts'
import { listMethods } from '../../server/src/template/javaList.ts'
import { mapMethods } from '../../server/src/template/javaMap.ts'
import { booleanMethods, numberMethod } from '../../server/src/template/javaNumber.ts'
import { stringMethods } from '../../server/src/template/javaString.ts'

describe('the methods that are told of are those that run', () => {
  const names = (javaClass: Parameters<typeof javaMethodsOf>[0]) =>
    javaMethodsOf(javaClass)
      .map(({ name }) => name)
      .sort()

  it('of strings, lists, maps and Booleans', () => {
    expect(names('String')).toEqual([...stringMethods.keys()].sort())
    expect(names('List')).toEqual([...listMethods.keys()].sort())
    expect(names('Map')).toEqual([...mapMethods.keys()].sort())
    expect(names('Boolean')).toEqual([...booleanMethods.keys()].sort())
  })

  it('of numbers', () => {
    for (const name of names('Integer')) expect(numberMethod(1, name), name).toBeDefined()
  })

  it('each with what it gives and a sentence', () => {
    for (const javaClass of ['String', 'List', 'Map', 'Integer', 'Boolean', 'Array', 'Set'] as const)
      for (const { name, gives, documentation } of javaMethodsOf(javaClass)) {
        expect(name).toMatch(/^\w+$/)
        expect(gives, name).not.toBe('')
        expect(documentation, name).toMatch(/\.$/)
      }
  })
})
