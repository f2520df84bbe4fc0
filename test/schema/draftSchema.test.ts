import { describe, expect, it } from 'vitest'
import { draftSchema } from '../../server/src/schema/draftSchema.ts'
import { compileModelSchema } from '../../server/src/schema/model/modelSchema.ts'

describe('a schema drafted of samples', () => {
  it('requires what all have, merges types, and guesses no values', () => {
    const samples = [
      { id: 1, title: 'Emma', price: 9, tags: ['a'], by: { name: 'Austen' } },
      { id: 2, title: null, price: 9.5, tags: [], by: { name: 'Shelley', born: 1797 } },
    ]
    expect(draftSchema([samples])).toEqual({
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          title: { type: ['string', 'null'] },
          price: { type: 'number' },
          tags: { type: 'array', items: { type: 'string' } },
          by: {
            type: 'object',
            properties: { name: { type: 'string' }, born: { type: 'integer' } },
            required: ['name'],
          },
        },
        required: ['id', 'title', 'price', 'tags', 'by'],
      },
    })
  })

  it('names a format only where every text has it', () => {
    const format = (...texts: string[]) => draftSchema(texts).format
    expect(format('2026-11-22T20:00:00Z', '2026-11-22T20:00:00.5+01:00')).toBe('date-time')
    expect(format('0f8fad5b-d9cb-469f-a165-70867728950e')).toBe('uuid')
    expect(format('2026-11-22T20:00:00Z', 'soon')).toBeUndefined()
    expect(format('2026-11-22')).toBeUndefined()
  })

  it('takes every shape: nothing, empty ones, hostile names', () => {
    expect(draftSchema([])).toEqual({})
    expect(draftSchema([{}, []])).toEqual({ type: ['object', 'array'], items: {} })
    expect(JSON.stringify(draftSchema([JSON.parse('{"__proto__": 1}')]))).toBe(
      '{"type":"object","properties":{"__proto__":{"type":"integer"}},"required":["__proto__"]}',
    )
  })

  it("fits its own samples, in the words of API Gateway's validator", () => {
    let seed = 3
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
    const value = (depth: number): unknown => {
      const kind = random(depth > 3 ? 5 : 7)
      if (kind === 5) return Array.from({ length: random(4) }, () => value(depth + 1))
      if (kind === 6)
        return Object.fromEntries(
          Array.from({ length: random(4) }, () => [['a', 'b', '__proto__', ''][random(4)], value(depth + 1)]),
        )
      return [null, random(2) === 0, random(9), random(9) / 4, ['x', '2026-11-22T20:00:00Z'][random(2)]][kind]
    }
    for (let round = 0; round < 500; round++) {
      const samples = Array.from({ length: 1 + random(4) }, () => value(0))
      const schema = draftSchema(samples)
      for (const sample of samples)
        expect(
          compileModelSchema(schema, () => undefined).errorsOf(sample),
          JSON.stringify([schema, sample]),
        ).toEqual([])
    }
  })
})
