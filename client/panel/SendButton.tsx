import type { GatewayState } from '../src/panelMessages.ts'
import { Icon } from './Icon.tsx'
import { MoreMenu } from './MoreMenu.tsx'

export interface SendProps {
  readonly gateway: GatewayState
  readonly isRunning: boolean
  readonly isCancelling: boolean
  /** Why nothing can be sent now. */
  readonly obstacle: string | undefined
  readonly onSend: () => void
  readonly onDebug: () => void
  readonly onCancel: () => void
  readonly onRepeat: () => void
}

/** Send with its menu; Cancel while a request runs. */
export function SendButton({ gateway, isRunning, isCancelling, obstacle, ...props }: SendProps) {
  if (isRunning) {
    return (
      <button
        type="button"
        class="btn second"
        title="Cancel (Esc)"
        disabled={isCancelling}
        onClick={props.onCancel}
      >
        <Icon name="debug-stop" />
        {isCancelling ? 'Cancelling' : 'Cancel'}
      </button>
    )
  }
  const label = gateway.type === 'stopped' ? 'Start and send' : 'Send'
  return (
    <span class="split">
      <button
        type="button"
        class="btn"
        title={obstacle ?? `${label} (${sendKeys.join('+')})`}
        disabled={obstacle !== undefined}
        onClick={props.onSend}
      >
        <Icon name="play" />
        {label}
      </button>
      <MoreMenu
        label="More ways to call"
        icon="chevron-down"
        class="btn split-menu"
        isDisabled={obstacle !== undefined}
        items={[
          { label, icon: 'play', keys: sendKeys, run: props.onSend },
          { label: 'Send and debug', icon: 'debug-alt', keys: debugKeys, run: props.onDebug },
          { label: 'Repeat…', icon: 'sync', run: props.onRepeat },
        ]}
      />
    </span>
  )
}

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac')

/** The keys that send, as they are written on this system's keyboard. */
export const sendKeys: readonly string[] = isMac ? ['\u2318', 'Enter'] : ['Ctrl', 'Enter']

const debugKeys: readonly string[] = isMac ? ['\u21e7', '\u2318', 'Enter'] : ['Shift', 'Ctrl', 'Enter']
