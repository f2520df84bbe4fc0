import { useContext, useMemo } from 'preact/hooks'
import { hexDump, maxHexBytes, type ShownBody } from './body.ts'
import { CodeArea } from './CodeArea.tsx'
import type { CodeView } from './codeView.ts'
import { formatBytes } from './format.ts'
import { Icon } from './Icon.tsx'
import { LinkButton } from './Links.tsx'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly body: ShownBody
  readonly isWrapped: boolean
  readonly viewRef: { current: CodeView | null }
}

/** The body of an answer: JSON over several lines, text as it is, bytes in hexadecimal. */
export function AnswerBody({ body, isWrapped, viewRef }: Props) {
  const { post } = useContext(PanelContext)
  const hex = useMemo(() => (body.kind === 'binary' ? hexDump(body.bytes, maxHexBytes) : ''), [body])
  if (body.kind === 'none') return <div class="empty">The answer has no body.</div>
  if (body.kind === 'binary') {
    return (
      <>
        {body.size > maxHexBytes && (
          <div class="note info">
            <Icon name="info" class="acc" />
            <span>
              {formatBytes(body.size)} of bytes that are no text; the first {formatBytes(maxHexBytes)} are
              shown.
            </span>
          </div>
        )}
        <CodeArea
          key="hex"
          text={hex}
          language="plain"
          label="Answer body in hexadecimal"
          isWrapped={false}
          viewRef={viewRef}
        />
      </>
    )
  }
  return (
    <>
      {body.isTooLong && (
        <div class="note info">
          <Icon name="info" class="acc" />
          <span>
            {formatBytes(body.size)} of JSON is shown as it came: beyond 2 MB it is not spread over lines.{' '}
            <LinkButton onClick={() => post({ type: 'openText', text: body.raw, language: 'json' })}>
              Open in an editor
            </LinkButton>
          </span>
        </div>
      )}
      <CodeArea
        key="text"
        text={body.text}
        language={body.kind === 'json' && !body.isTooLong ? 'json' : 'plain'}
        label="Answer body"
        isWrapped={isWrapped}
        viewRef={viewRef}
      />
    </>
  )
}
