import { useContext, useMemo, useState } from 'preact/hooks'
import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import { firstBytesOfBase64, hexDump, maxHexBytes, pictureUrl, type ShownBody } from './body.ts'
import { CodeArea } from './CodeArea.tsx'
import type { CodeView } from './codeView.ts'
import { formatBytes, grouped } from './format.ts'
import { Icon } from './Icon.tsx'
import { firstJsonLines } from './jsonText.ts'
import { LinkButton } from './Links.tsx'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly body: ShownBody
  readonly response: InvokeResponse
  readonly isWrapped: boolean
  readonly viewRef: { current: CodeView | null }
}

/** The body of an answer: pictures as such, JSON over several lines, text as it is, other bytes in hexadecimal. */
export function AnswerBody({ body, response, isWrapped, viewRef }: Props) {
  const picture = useMemo(() => pictureUrl(response), [response])
  // A picture that cannot be shown is bytes.
  const [broken, setBroken] = useState<string>()
  if (body.kind === 'none') return <div class="empty">The answer has no body.</div>
  if (picture !== undefined && broken !== picture) {
    return <Picture url={picture} label={body.label} onBroken={() => setBroken(picture)} />
  }
  if (body.kind === 'binary') return <HexBody size={body.size} response={response} viewRef={viewRef} />
  if (body.isTooLong) return <LongJson key={body.raw} {...{ body, isWrapped, viewRef }} />
  return (
    <CodeArea
      key="text"
      text={body.text}
      language={body.kind === 'json' ? 'json' : 'plain'}
      label="Answer body"
      isWrapped={isWrapped}
      viewRef={viewRef}
    />
  )
}

interface HexProps extends Pick<Props, 'response' | 'viewRef'> {
  /** Bytes of the whole body. */
  readonly size: number
}

/** The bytes of a body, sixteen a line. */
export function HexBody({ size, response, viewRef }: HexProps) {
  const hex = useMemo(() => hexDump(firstBytesOfBase64(response.bodyBase64, maxHexBytes)), [response])
  return (
    <>
      {size > maxHexBytes && (
        <div class="note info">
          <Icon name="info" class="acc" />
          <span>
            {formatBytes(size)} came; the first {formatBytes(maxHexBytes)} are shown.
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

function Picture({ url, label, onBroken }: { url: string; label: string; onBroken: () => void }) {
  const [size, setSize] = useState('')
  return (
    <figure class="picture">
      <img
        src={url}
        alt={`The answer as a picture (${label})`}
        onError={onBroken}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize(`${naturalWidth} × ${naturalHeight} px`)
        }
      />
      <figcaption class="dim">{size}</figcaption>
    </figure>
  )
}

/** Lines that are shown at first, and with each further click. */
const linesAtOnce = 2000

interface LongProps extends Omit<Props, 'body' | 'response'> {
  readonly body: Extract<ShownBody, { kind: 'json' | 'text' }>
}

/** Megabytes of JSON, a stretch of lines at a time. */
function LongJson({ body: { raw, size }, isWrapped, viewRef }: LongProps) {
  const { post } = useContext(PanelContext)
  const [most, setMost] = useState(linesAtOnce)
  const shown = useMemo(() => firstJsonLines(raw, most), [raw, most])
  return (
    <>
      <CodeArea
        key="text"
        text={shown?.text ?? raw}
        language={shown ? 'json' : 'plain'}
        label="Answer body"
        isWrapped={isWrapped && shown !== undefined}
        viewRef={viewRef}
      />
      <div class="more-lines">
        {shown && !shown.isWhole && (
          <>
            <span class="dim">
              The first {grouped(most)} lines of {formatBytes(size)}.
            </span>
            <LinkButton onClick={() => setMost(most + linesAtOnce)}>
              Show {grouped(linesAtOnce)} more
            </LinkButton>
          </>
        )}
        <LinkButton onClick={() => post({ type: 'openText', text: raw, language: 'json' })}>
          Open whole body in an editor
        </LinkButton>
      </div>
    </>
  )
}
