import path from 'node:path'
import { expect, it } from 'vitest'
import { fuzzConnections } from './connections.ts'
import { fuzzHttp } from './http.ts'

// Slices; `npm run fuzz -- http` and `npm run fuzz -- connections` run as many as one likes, with tight limits.
it('malformed requests are answered or cut, and good ones go on being answered', async () => {
  expect(await fuzzHttp({ inputs: 600, round: 200, seed: 7, limitMs: 5000 })).toEqual([])
}, 60_000)

it('every one of many connections is answered or told that there are too many', async () => {
  const clientFile = path.join(import.meta.dirname, 'connectionsClient.mjs')
  const figures: string[] = []
  const onFigures = (text: string) => figures.push(text)
  const broken = await fuzzConnections({ inputs: 300, clientFile, mostConnections: 200, onFigures })
  expect(broken).toEqual([])
  // Those beyond the limit are refused; those that came before them are not.
  expect(figures.join()).toMatch(/"answered":(1\d\d|200),"throttled":0,"busy":1\d\d/)
}, 60_000)
