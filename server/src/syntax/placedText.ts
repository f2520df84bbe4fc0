/**
 * A text that is made of another one, with the place there of each of its UTF-16 units: what an escape, a folded line or
 * a doubled quote gives stands where that is written.
 */
export class PlacedText {
  private readonly parts: string[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []

  get length(): number {
    return this.starts.length
  }

  get text(): string {
    return this.parts.join('')
  }

  /** Adds text that one stretch of the source stands for. */
  add(text: string, start: number, end: number): void {
    this.parts.push(text)
    for (let unit = 0; unit < text.length; unit++) {
      this.starts.push(start)
      this.ends.push(end)
    }
  }

  /** Adds a stretch of the source as it stands. */
  copy(source: string, start: number, end: number): void {
    if (start >= end) return
    this.parts.push(source.slice(start, end))
    for (let at = start; at < end; at++) {
      this.starts.push(at)
      this.ends.push(at + 1)
    }
  }

  /** Adds a stretch of another placed text, with its places. */
  append(other: PlacedText, from: number, to: number): void {
    this.parts.push(other.text.slice(from, to))
    for (let at = from; at < to; at++) {
      this.starts.push(other.startOf(at))
      this.ends.push(other.endOf(at))
    }
  }

  /** Takes the last units away again. */
  drop(count: number): void {
    if (count === 0) return
    const kept = this.text.slice(0, this.length - count)
    this.parts.splice(0, this.parts.length, kept)
    this.starts.length = kept.length
    this.ends.length = kept.length
  }

  /** Where a unit begins in the source; of the end of the text, where its last unit ends. */
  startOf(at: number): number {
    return this.starts[at] ?? this.ends.at(-1) ?? 0
  }

  /** Where a unit ends in the source. */
  endOf(at: number): number {
    return this.ends[at] ?? this.startOf(at)
  }

  /** The unit that stands at a place of the source; where none does, the last one before it. */
  unitAt(place: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.startOf(middle) <= place) low = middle + 1
      else high = middle
    }
    const unit = Math.max(low - 1, 0)
    // Of the units that one escape gives, the first.
    let first = unit
    while (first > 0 && this.startOf(first - 1) === this.startOf(unit)) first--
    return place >= this.endOf(unit) && unit === this.length - 1 ? this.length : first
  }
}
