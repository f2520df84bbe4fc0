import type { ComponentChildren } from 'preact'
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { AnswerBody, HexBody } from './AnswerBody.tsx'
import { CookieTable, HeaderTable } from './AnswerTables.tsx'
import { AnswerTools } from './AnswerTools.tsx'
import { answerText, canWrap } from './answerText.ts'
import { shownBody, type ShownBody } from './body.ts'
import { Changes, ChangeTools } from './Changes.tsx'
import { CodeArea } from './CodeArea.tsx'
import type { FunctionLogLine } from '../../server/src/protocol/trace.ts'
import type { CodeView } from './codeView.ts'
import { compareAnswers } from './compare.ts'
import { cookiesOf } from './cookies.ts'
import { formatAge, formatBytes, formatDuration, statusKind, statusText } from './format.ts'
import { Icon } from './Icon.tsx'
import { LogView } from './LogView.tsx'
import { PanelContext } from './panelContext.ts'
import type { Answer as AnswerData } from './runs.ts'
import { SaveAsTest } from './SaveAsTest.tsx'
import type { AnswerTab } from './state.ts'
import { TabPanel, Tabs, type Tab } from './Tabs.tsx'
import { WhyCard } from './WhyCard.tsx'

interface Props {
  readonly answer: AnswerData
  /** The run before it, which it is compared with. */
  readonly before: AnswerData | undefined
  /** What the functions wrote. */
  readonly log: readonly FunctionLogLine[]
  readonly tab: AnswerTab
  /** Unset until the user chooses. */
  readonly isWrapped: boolean | undefined
  /** Why this answer is not the newest truth: `run 7, before this one`. */
  readonly age: string | undefined
  /** What stands at the right end of the status line. */
  readonly children?: ComponentChildren
}

/** Status, time and size, then what came back. */
export function Answer({ answer, before, log, age, children, ...props }: Props) {
  const { dispatch, isNarrow } = useContext(PanelContext)
  const { response, trace } = answer
  const body = useMemo(() => shownBody(response), [response])
  const cookies = useMemo(() => cookiesOf(response), [response])
  const comparison = useMemo(() => before && compareAnswers(before, answer), [before, answer])
  const tabs = tabsOf(answer, body, cookies.length, comparison?.count)
  const tab = tabs.some(({ id }) => id === props.tab) ? props.tab : 'body'
  const content = useMemo(() => answerText(answer, log, body, tab), [answer, log, body, tab])
  const isWrappable = useMemo(() => canWrap(content.text), [content])
  const isWrapped = isWrappable && (props.isWrapped ?? isNarrow)
  const view = useRef<CodeView>(null)
  return (
    <>
      <StatusLine answer={answer} size={body.size} age={age}>
        {children}
      </StatusLine>
      <WhyCard trace={trace} />
      <Tabs
        label="Answer"
        idPrefix="answer"
        tabs={tabs}
        chosen={tab}
        onChoose={chosen => dispatch({ type: 'choseAnswerTab', tab: chosen })}
      >
        <SaveAsTest />
        {tab === 'changes' && before && comparison ? (
          <ChangeTools before={before} after={answer} comparison={comparison} />
        ) : (
          <AnswerTools
            content={content}
            isCode={tab !== 'headers' && tab !== 'cookies'}
            isWrapped={isWrappable ? isWrapped : undefined}
            view={view}
          />
        )}
      </Tabs>
      <TabPanel idPrefix="answer" chosen={tab}>
        {tab === 'changes' && before && comparison && (
          <Changes before={before} after={answer} comparison={comparison} />
        )}
        {tab === 'body' && (
          <>
            <NearLimit answer={answer} size={body.size} />
            <AnswerBody body={body} response={response} isWrapped={isWrapped} viewRef={view} />
          </>
        )}
        {tab === 'headers' && <HeaderTable response={response} />}
        {tab === 'cookies' && <CookieTable cookies={cookies} />}
        {tab === 'log' && <LogView lines={log} isWrapped={isWrapped} viewRef={view} />}
        {tab === 'hex' && <HexBody size={body.size} response={response} viewRef={view} />}
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

function tabsOf(
  { response, trace }: AnswerData,
  body: ShownBody,
  cookies: number,
  changes: number | undefined,
): Tab<AnswerTab>[] {
  const optional = <T,>(isThere: boolean, tab: T): T[] => (isThere ? [tab] : [])
  return [
    ...optional(changes !== undefined, {
      id: 'changes' as const,
      title: 'Changes',
      value: changes === 0 ? 'none' : String(changes),
    }),
    { id: 'body', title: 'Body', value: body.kind === 'none' ? 'none' : body.label },
    { id: 'headers', title: 'Headers', value: String(response.headers.length) },
    ...optional(cookies > 0, { id: 'cookies' as const, title: 'Cookies', value: String(cookies) }),
    { id: 'log', title: 'Log', value: String(trace.log.length) },
    { id: 'raw', title: 'Raw' },
    ...optional(body.kind === 'json' || body.kind === 'text', { id: 'hex' as const, title: 'Hex' }),
  ]
}

interface StatusProps {
  readonly answer: AnswerData
  readonly size: number
  readonly age: string | undefined
  readonly children?: ComponentChildren
}

function StatusLine({ answer, size, age, children }: StatusProps) {
  const { status } = answer.response
  const kind = statusKind(status)
  const answeredAt = answer.trace.startedAt + answer.trace.durationMs
  const ago = formatAge(useNow() - answeredAt)
  return (
    <div class={age ? 'answer old' : 'answer'}>
      <span class={`status ${kind}`}>
        <Icon name={statusIcons[kind]} />
        {statusText(status)}
      </span>
      <span class="dim meta">
        <span title="From the request to its answer, in the gateway">
          {formatDuration(answer.trace.durationMs)}
        </span>
        <span>{formatBytes(size)}</span>
        {answer.identity !== undefined && (
          <span class="clip" title={`Sent as ${answer.identity}`}>
            as <b>{answer.identity}</b>
          </span>
        )}
      </span>
      <span class="grow" />
      {ago !== undefined && (
        <time class="dim nowrap" title={new Date(answeredAt).toLocaleString()}>
          {ago}
        </time>
      )}
      {age && (
        <span class="tag clip" title={`Answered ${age}`}>
          {age}
        </span>
      )}
      {children}
    </div>
  )
}

/** Milliseconds since 1970, anew three times a minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(now, Date.now())
}

const statusIcons = { ok: 'pass', warn: 'warning', err: 'error' } as const

/** Bytes of a function's answer, and where AWS begins to refuse it: 6 MB for the whole of what a function returns. */
const nearLimit = 5_000_000
const lambdaLimit = 6_291_556

function NearLimit({ answer, size }: { answer: AnswerData; size: number }) {
  const isOfFunction = answer.trace.steps.some(
    ({ name, before }) => name === 'integration' && before?.title === 'Event',
  )
  if (!isOfFunction || size < nearLimit || size > lambdaLimit) return null
  return (
    <div class="note warning">
      <Icon name="warning" class="warn" />
      <span>
        {formatBytes(size)} is close to Lambda's limit of 6 MB. With a little more, AWS answers 502.
      </span>
    </div>
  )
}
