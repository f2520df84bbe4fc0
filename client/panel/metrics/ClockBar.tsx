import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ClockReading, GatewayMeters } from '../../../server/src/protocol/gatewayMeters.ts'
import { Icon } from '../Icon.tsx'
import { LinkButton } from '../Links.tsx'
import { afterTime, clockSteps, effectsBetween } from './clockEffects.ts'
import { dayTime, wholeDuration } from './meterTexts.ts'

interface Props {
  readonly meters: GatewayMeters
  readonly isRunning: boolean
  /** What the last move did. */
  readonly told: string | undefined
  readonly onMove: (ms: number) => void
  readonly onRestart: () => void
  readonly onDismiss: () => void
  /** What stands before the clock. */
  readonly children: ComponentChildren
}

/** The gateway's clock: what time it is there, a slider that says how far to move it, and what that does. */
export function ClockBar(props: Props) {
  const { meters, isRunning, told, onMove, onRestart, onDismiss, children } = props
  const [step, setStep] = useState(0)
  const ms = clockSteps[step] ?? 0
  const move = () => {
    if (ms === 0 || !isRunning) return
    onMove(ms)
    setStep(0)
  }
  return (
    <section class="clock" aria-label="Clock of the gateway" data-region="clock">
      <div class="clock-row">
        <div class="row">{children}</div>
        <span class="grow" />
        <ClockTime clock={meters.clock} onRestart={onRestart} />
        <MoveSlider step={step} isRunning={isRunning} onStep={setStep} onMove={move} />
      </div>
      <div class="clock-told" aria-live="polite">
        {ms > 0 ? (
          <span class="dim">Then: {effectsBetween(meters, afterTime(meters, ms)).join(', ')}</span>
        ) : (
          told !== undefined && (
            <>
              <span>{told}</span>
              <button
                type="button"
                class="tool"
                aria-label="Dismiss this note"
                title="Dismiss this note"
                onClick={onDismiss}
              >
                <Icon name="close" />
              </button>
            </>
          )
        )}
      </div>
    </section>
  )
}

function ClockTime({ clock, onRestart }: { clock: ClockReading; onRestart: () => void }) {
  const { now, offsetMs } = clock
  return (
    <div class="row clock-time">
      <Icon name="watch" class="dim" />
      <span class="num">{dayTime(now, now - offsetMs)}</span>
      {offsetMs === 0 ? (
        <span class="dim">real time</span>
      ) : (
        <>
          <span class="warn clip">{wholeDuration(offsetMs)} ahead of real time</span>
          <LinkButton
            onClick={onRestart}
            title="Time only goes forward: buckets, quotas and the cache count on it. A restart begins at real time, with metrics, limits and the cache empty"
          >
            Restart at real time
          </LinkButton>
        </>
      )}
    </div>
  )
}

interface SliderProps {
  readonly step: number
  readonly isRunning: boolean
  readonly onStep: (step: number) => void
  readonly onMove: () => void
}

/** Chooses how far; Enter or the button moves, since there is no way back. */
function MoveSlider({ step, isRunning, onStep, onMove }: SliderProps) {
  const ms = clockSteps[step] ?? 0
  return (
    <div class="row clock-slide">
      <span class="dim clock-end">+0</span>
      <input
        class="clock-slider"
        type="range"
        min="0"
        max={clockSteps.length - 1}
        value={step}
        disabled={!isRunning}
        aria-label="Move the clock by"
        aria-valuetext={ms === 0 ? 'not at all' : wholeDuration(ms)}
        onInput={event => onStep(Number(event.currentTarget.value))}
        onKeyDown={event => {
          if (event.key === 'Enter') onMove()
          else if (event.key === 'Escape') onStep(0)
        }}
      />
      <span class="dim clock-end">+{wholeDuration(clockSteps.at(-1) ?? 0)}</span>
      <button type="button" class="btn second clock-move" disabled={ms === 0 || !isRunning} onClick={onMove}>
        {ms === 0 ? 'Move the clock' : `Move by ${wholeDuration(ms)}`}
      </button>
    </div>
  )
}
