import { MathFault } from './expression.ts'
import type { MathValue, Series } from './values.ts'
import { mapSeries, seriesOf, valueAt } from './values.ts'

/** Fills missing values: with a number, those of another series, the last value there was (`REPEAT`), or a line between two (`LINEAR`). */
export function fill(value: MathValue, filler: MathValue): MathValue {
  if (filler.type === 'array') throw new MathFault('FILL takes one time series to fill with')
  return mapSeries(value, series => filled(series, filler), 'FILL')
}

function filled({ values }: Series, filler: Exclude<MathValue, { type: 'array' }>): Series {
  if (filler.type !== 'word') return seriesOf(values.map((value, index) => value ?? valueAt(filler, index)))
  if (filler.value === 'REPEAT') return repeated(values)
  if (filler.value === 'LINEAR')
    return seriesOf(values.map((value, index) => value ?? between(values, index)))
  throw new MathFault(`FILL knows REPEAT and LINEAR, not '${filler.value}'`)
}

function repeated(values: Series['values']): Series {
  let last: number | undefined
  return seriesOf(
    values.map(value => {
      last = value ?? last
      return last
    }),
  )
}

function between(values: Series['values'], index: number): number | undefined {
  const before = values.findLastIndex((value, at) => at < index && value !== undefined)
  const after = values.findIndex((value, at) => at > index && value !== undefined)
  const [first, second] = [values[before], values[after]]
  if (first === undefined || second === undefined) return undefined
  return first + ((second - first) * (index - before)) / (after - before)
}
