/** Values of one metric in one stretch of time: their statistics exactly, their percentiles within one percent. */
export class Distribution {
  count = 0
  sum = 0
  minimum = Number.POSITIVE_INFINITY
  maximum = Number.NEGATIVE_INFINITY
  /** How many values fall into each class of about equal size on a logarithmic scale. */
  readonly #classes = new Map<number, number>()

  add(value: number): void {
    this.count++
    this.sum += value
    this.minimum = Math.min(this.minimum, value)
    this.maximum = Math.max(this.maximum, value)
    const place = classOf(value)
    this.#classes.set(place, (this.#classes.get(place) ?? 0) + 1)
  }

  addAll(other: Distribution): void {
    this.count += other.count
    this.sum += other.sum
    this.minimum = Math.min(this.minimum, other.minimum)
    this.maximum = Math.max(this.maximum, other.maximum)
    for (const [place, count] of other.#classes) {
      this.#classes.set(place, (this.#classes.get(place) ?? 0) + count)
    }
  }

  /** `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, `p99`, `p99.9`; undefined for others and without values. */
  statistic(name: string): number | undefined {
    if (this.count === 0) return undefined
    switch (name) {
      case 'Average':
        return this.sum / this.count
      case 'Sum':
        return this.sum
      case 'Minimum':
        return this.minimum
      case 'Maximum':
        return this.maximum
      case 'SampleCount':
        return this.count
    }
    const [, percent] = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? []
    return percent === undefined ? undefined : this.#percentile(Number(percent) / 100)
  }

  #percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count))
    let seen = 0
    for (const [place, count] of [...this.#classes].sort(([a], [b]) => a - b)) {
      seen += count
      if (seen >= wanted) return Math.min(Math.max(middleOf(place), this.minimum), this.maximum)
    }
    return this.maximum
  }
}

const growth = Math.log(1.02)
/** The class of zero; values are never negative. */
const zero = Number.MIN_SAFE_INTEGER

function classOf(value: number): number {
  return value <= 0 ? zero : Math.round(Math.log(value) / growth)
}

function middleOf(place: number): number {
  return place === zero ? 0 : Math.exp(place * growth)
}
