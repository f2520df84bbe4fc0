import type { AccessMatrix, AccessRoute, AccessStatement } from '../../../server/src/protocol/access.ts'
import { Icon } from '../Icon.tsx'
import { SourceLink } from '../Links.tsx'
import { MarkedText } from '../MarkedText.tsx'

interface Props {
  readonly matrix: AccessMatrix
  readonly route: AccessRoute
  readonly column: number
}

const tones = { allowed: 'ok', refused: '', depends: 'warn' } as const

/** The chosen cell: the answer in a sentence, what decided with its lines, and what became of every statement. */
export function CellDetail({ matrix, route, column }: Props) {
  const identity = matrix.identities[column]
  const answer = matrix.answers[route.answers[column] ?? -1]
  if (!identity || !answer) return null
  const { summary, decidedBy, statements, verdict } = answer
  return (
    <>
      <div class="who-title">
        <b>{identity.name}</b>
        <span class={`m ${route.method.toLowerCase()}`}>{route.method}</span>
        <span class="mono clip">{route.path}</span>
      </div>
      <div class="who-body">
        <p class={`who-summary ${tones[verdict]}`}>
          <MarkedText text={summary} />
        </p>
        <div class="head">Decided by</div>
        <div class="who-places">
          {decidedBy.map(({ label, source }, index) => (
            <div key={index} class="row">
              <SourceLink source={source} />
              <span class="dim clip">{label}</span>
            </div>
          ))}
          <div class="row">
            <SourceLink source={route.guardSource} />
            <span class="dim clip">{route.guard === 'open' ? 'no authorization' : route.guard}</span>
          </div>
        </div>
        {statements.length > 0 && (
          <>
            <div class="head">Statements</div>
            <div class="block who-statements">
              {statements.map((statement, index) => (
                <Statement key={index} statement={statement} />
              ))}
            </div>
          </>
        )}
        <div class="head">Identity</div>
        <div class="row who-places">
          {identity.source && <SourceLink source={identity.source} />}
          <span class="dim">{identity.detail}</span>
        </div>
        <div class="head">Resource</div>
        <div class="mono who-arn">{route.arn}</div>
      </div>
    </>
  )
}

function Statement({ statement }: { statement: AccessStatement }) {
  const { name, effect, outcome, applies, isDeciding, source } = statement
  return (
    <div class={isDeciding ? 'who-statement hit' : 'who-statement'}>
      <div class="row">
        <Icon
          name={applies ? (effect === 'Deny' ? 'circle-slash' : 'check') : 'dash'}
          class={applies ? '' : 'dim'}
        />
        <span class="b">{effect === 'none' ? 'No effect' : effect}</span>
        <span class="clip dim">{name}</span>
        <span class="grow" />
        {source && <SourceLink source={source} />}
      </div>
      <div class="dim">{outcome}</div>
    </div>
  )
}
