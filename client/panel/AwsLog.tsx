import type { ExecutionLogLine } from '../../server/src/protocol/trace.ts'
import { formatStepMs } from './format.ts'

interface Props {
  readonly lines: readonly ExecutionLogLine[]
  readonly requestId: string
  /** Back to the steps. */
  readonly onLeave: () => void
}

/** The request as CloudWatch has it: the lines of API Gateway's execution log, in its words. */
export function AwsLog({ lines, requestId, onLeave }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'd' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onLeave()
  }
  return (
    <div
      class="aws-log mono"
      role="list"
      aria-label={`Execution log of request ${requestId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {lines.map(({ atMs, level, text }, index) => (
        <div role="listitem" class={`line ${level}`} key={index} title={writtenWith[level]}>
          <span class="num">{formatStepMs(atMs)}</span>
          <span>
            ({requestId}) {text}
          </span>
        </div>
      ))}
    </div>
  )
}

/** Which setting of a stage CloudWatch needs for a line. */
const writtenWith: Readonly<Record<ExecutionLogLine['level'], string>> = {
  error: 'Logged by stages with the level ERROR or INFO',
  info: 'Logged by stages with the level INFO',
  dataTrace: 'Logged by stages with the level INFO and data tracing',
}
