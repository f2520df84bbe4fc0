import { useContext, useMemo, useRef } from 'preact/hooks'
import { AnswerBody } from './AnswerBody.tsx'
import { AnswerTools } from './AnswerTools.tsx'
import { answerText, canWrap } from './answerText.ts'
import { shownBody } from './body.ts'
import { CodeArea } from './CodeArea.tsx'
import type { CodeView } from './codeView.ts'
import { formatBytes, formatDuration, statusKind, statusText } from './format.ts'
import { Icon } from './Icon.tsx'
import { LogView } from './LogView.tsx'
import { PanelContext } from './panelContext.ts'
import type { Answer as AnswerData, AnswerTab } from './state.ts'
import { TabPanel, Tabs } from './Tabs.tsx'
import { WhyCard } from './WhyCard.tsx'

interface Props {
  readonly answer: AnswerData
  readonly tab: AnswerTab
  /** Unset until the user chooses. */
  readonly isWrapped: boolean | undefined
  /** Why this answer is not the newest truth: `run 7, before this one`. */
  readonly age: string | undefined
}

/** Status, time and size, then what came back. */
export function Answer({ answer, tab, age, ...props }: Props) {
  const { dispatch, isNarrow } = useContext(PanelContext)
  const { response, trace } = answer
  const body = useMemo(() => shownBody(response), [response])
  const content = useMemo(() => answerText(answer, body, tab), [answer, body, tab])
  const isWrappable = useMemo(() => canWrap(content.text), [content])
  const isWrapped = isWrappable && (props.isWrapped ?? isNarrow)
  const view = useRef<CodeView>(null)
  const tabs = [
    { id: 'body', title: 'Body', value: body.kind === 'none' ? 'none' : body.label },
    { id: 'headers', title: 'Headers', value: String(response.headers.length) },
    { id: 'log', title: 'Log', value: String(trace.log.length) },
    { id: 'raw', title: 'Raw' },
  ] as const
  return (
    <>
      <StatusLine answer={answer} size={body.size} age={age} />
      <WhyCard trace={trace} />
      <Tabs
        label="Answer"
        idPrefix="answer"
        tabs={tabs}
        chosen={tab}
        onChoose={chosen => dispatch({ type: 'choseAnswerTab', tab: chosen })}
      >
        <AnswerTools
          content={content}
          isCode={tab !== 'headers'}
          isWrapped={isWrappable ? isWrapped : undefined}
          view={view}
        />
      </Tabs>
      <TabPanel idPrefix="answer" chosen={tab}>
        {tab === 'body' && <AnswerBody body={body} isWrapped={isWrapped} viewRef={view} />}
        {tab === 'headers' && <HeaderTable answer={answer} />}
        {tab === 'log' && <LogView lines={trace.log} isWrapped={isWrapped} viewRef={view} />}
        {tab === 'raw' && (
          <CodeArea
            text={content.text}
            language="plain"
            label="Raw answer"
            isWrapped={isWrapped}
            viewRef={view}
          />
        )}
      </TabPanel>
    </>
  )
}

/** The status line alone, for an answer that a running request is about to replace. */
function StatusLine({ answer, size, age }: { answer: AnswerData; size: number; age?: string | undefined }) {
  const { status } = answer.response
  const kind = statusKind(status)
  return (
    <div class={age ? 'answer old' : 'answer'}>
      <span class={`status ${kind}`}>
        <Icon name={statusIcons[kind]} />
        {statusText(status)}
      </span>
      <span class="dim meta">
        <span>{formatDuration(answer.trace.durationMs)}</span>
        <span>{formatBytes(size)}</span>
        {answer.identity !== undefined && (
          <span class="clip" title={`Sent as ${answer.identity}`}>
            as <b>{answer.identity}</b>
          </span>
        )}
      </span>
      <span class="grow" />
      {age && <span class="tag clip">{age}</span>}
    </div>
  )
}

const statusIcons = { ok: 'pass', warn: 'warning', err: 'error' } as const

function HeaderTable({ answer }: { answer: AnswerData }) {
  return (
    <div class="scroll">
      <table class="kv">
        <tbody>
          {answer.response.headers.map(([name, value], index) => (
            <tr key={index}>
              <th scope="row" class="mono">
                {name}
              </th>
              <td class="mono">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
