interface Props {
  readonly value: number
  readonly most: number
  /** Nothing is left to take. */
  readonly isSpent: boolean
}

/** As many parts as fit are drawn one by one, so that tokens can be counted. */
const mostParts = 20

/** How full something is: a cell for each token of a small bucket, else one bar. Its number stands beside it. */
export function Level({ value, most, isSpent }: Props) {
  const parts = Number.isInteger(most) && most > 0 && most <= mostParts ? most : 1
  const share = most > 0 ? value / most : 0
  return (
    <svg class={isSpent ? 'level spent' : 'level'} viewBox="0 0 120 10" aria-hidden="true">
      {Array.from({ length: parts }, (_, index) => {
        const width = 120 / parts
        const gap = parts > 1 ? 2 : 0
        const filled = Math.max(0, Math.min(1, share * parts - index))
        return (
          <g key={index}>
            <rect class="level-room" x={index * width + 0.5} y="0.5" width={width - gap - 1} height="9" />
            <rect class="level-fill" x={index * width} y="0" width={(width - gap) * filled} height="10" />
          </g>
        )
      })}
    </svg>
  )
}
