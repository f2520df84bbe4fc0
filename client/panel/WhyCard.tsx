import { useContext, useId, useState } from 'preact/hooks'
import type {
  EvidenceLine,
  SuggestedChange,
  Trace,
  Why,
  WhyFact,
  WhyFix,
} from '../../server/src/protocol/trace.ts'
import { statusKind } from './format.ts'
import { Icon } from './Icon.tsx'
import { jsonTokens } from './jsonText.ts'
import { LinkButton, SourceLink } from './Links.tsx'
import { splitMarks } from './marks.ts'
import { PanelContext } from './panelContext.ts'

/** Why the answer has its status: one sentence, what proves it, facts, the ways out. Of a status that is no failure, when asked. */
export function WhyCard({ trace }: { trace: Explained }) {
  const { why, requestId } = trace
  // The next answer is asked anew.
  return why ? <AskedCard key={requestId} why={why} trace={trace} /> : null
}

/** What of a trace the card shows; the end of a connection has an explanation and no steps. */
type Explained = Pick<Trace, 'why' | 'requestId' | 'response' | 'steps' | 'connection'>

function AskedCard({ why, trace }: { why: Why; trace: Explained }) {
  const [isOpen, setIsOpen] = useState(why.isQuiet !== true)
  const title = questionOf(trace)
  const id = useId()
  if (why.isQuiet && !isOpen) {
    return (
      <div class="why-ask">
        <Icon name="lightbulb" class="acc" />
        <span>This answer may not be what you want.</span>
        <LinkButton onClick={() => setIsOpen(true)}>{title}</LinkButton>
      </div>
    )
  }
  return (
    <article class={`why ${verdictOf(why, trace)}`} aria-labelledby={id}>
      <div class="h">
        <b id={id}>{title}</b>
        <span class="dim">{decidedIn(why, trace)}</span>
        {why.source && <SourceLink source={why.source} />}
        <span class="grow" />
        {why.isQuiet && (
          <button
            type="button"
            class="tool"
            aria-label="Close"
            title="Close"
            onClick={() => setIsOpen(false)}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <p>
        <WhyText text={why.sentence} />
      </p>
      <Proof why={why} />
      <Facts facts={why.facts} />
      <Actions why={why} />
    </article>
  )
}

/** The frame of a message has no status. */
function questionOf({ response: { status }, connection }: Explained): string {
  const isHandshake = !connection || connection.eventType === 'CONNECT'
  return status !== undefined && isHandshake ? `Why ${status}?` : 'Why?'
}

/** `decided in step 2 of 8, Authorizer` */
function decidedIn({ step }: Why, { steps }: Explained): string {
  // The gateway response is what came of it, no step of the request.
  const own = steps.filter(({ name }) => name !== 'gatewayResponse')
  const index = own.findIndex(({ name }) => name === step)
  return index < 0 ? '' : `decided in step ${index + 1} of ${own.length}, ${own[index]?.title ?? step}`
}

function verdictOf({ isQuiet }: Why, { response }: Explained): string {
  return !isQuiet && statusKind(response.status ?? 200) === 'err' ? 'of-5xx' : 'of-4xx'
}

/** A sentence with its marks; what is bold may hold code. */
function WhyText({ text }: { text: string }) {
  return (
    <>
      {splitMarks(text).map((part, index) => {
        if (part.kind === 'plain') return part.text
        if (part.kind === 'code') return <code key={index}>{part.text}</code>
        return (
          <b key={index}>
            <WhyText text={part.text} />
          </b>
        )
      })}
    </>
  )
}

/** The evidence, and beside it the change that is suggested. */
function Proof({ why: { evidence, fixes } }: { why: Why }) {
  const edit = fixes.find(fix => fix.type === 'edit')
  if (!evidence && !edit) return null
  return (
    <div class={evidence && edit ? 'block two' : 'block'}>
      {evidence && (
        <div>
          {edit && <div class="head clip">{evidence.title}</div>}
          <pre class="code" tabIndex={0} aria-label={evidence.title}>
            {evidence.lines.map((line, index) => (
              <ProofLine key={index} line={line} number={evidence.firstLine + index} />
            ))}
          </pre>
        </div>
      )}
      {edit && <Change change={edit.change} />}
    </div>
  )
}

function ProofLine({ line, number }: { line: EvidenceLine; number: number }) {
  const { text, isDeciding, wrong } = line
  return (
    <span class={isDeciding ? 'l hit' : 'l'}>
      <span class="n" aria-hidden="true">
        {number}
      </span>
      <span>
        {wrong ? (
          <>
            <Coloured text={text.slice(0, wrong.start)} />
            <span class="squig">
              <Coloured text={text.slice(wrong.start, wrong.end)} />
            </span>
            <Coloured text={text.slice(wrong.end)} />
          </>
        ) : (
          <Coloured text={text} />
        )}
      </span>
    </span>
  )
}

function Coloured({ text }: { text: string }) {
  return (
    <>
      {jsonTokens(text).map((token, index) =>
        token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={index} class={tokenClasses[token.kind]}>
            {token.text}
          </span>
        ),
      )}
    </>
  )
}

const tokenClasses = { name: 'k', string: 's', number: 'd', word: 'o' } as const

function Change({ change }: { change: SuggestedChange }) {
  const { edit, removed, added } = change
  const first = edit.range.start.line
  return (
    <div>
      <div class="head">
        <span>Suggested change</span>
        <SourceLink source={{ file: edit.file, ...edit.range.start }} />
      </div>
      <pre class="code" tabIndex={0} aria-label="Suggested change">
        {removed.map((text, index) => (
          <ChangedLine key={`-${index}`} kind="del" text={text} number={first + index + 1} />
        ))}
        {added.map((text, index) => (
          <ChangedLine key={`+${index}`} kind="add" text={text} number={first + index + 1} />
        ))}
      </pre>
    </div>
  )
}

function ChangedLine({ kind, text, number }: { kind: 'add' | 'del'; text: string; number: number }) {
  return (
    <span class={`l ${kind}`}>
      <span class="n" aria-hidden="true">
        {number}
      </span>
      <span class="g">{kind === 'add' ? '+' : '\u2212'}</span>
      <span>{text.replace(/^\s+/, '  ')}</span>
    </span>
  )
}

function Facts({ facts }: { facts: readonly WhyFact[] }) {
  if (facts.length === 0) return null
  return (
    <dl>
      {facts.map(({ label, text, source }, index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>
            {source && (
              <>
                <SourceLink source={source} />
                {', '}
              </>
            )}
            <WhyText text={text} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const mostButtons = 3
const aboutPolicies = /^(resource|iam|authorizer)-policy-/
const aboutBrowsers = new Set(['preflight-refused', 'cors-header-missing'])

/** At most three buttons, the fix first; then AWS's page. */
function Actions({ why }: { why: Why }) {
  const { post } = useContext(PanelContext)
  const own = why.fixes.map(fix => <FixButton key={fix.title} fix={fix} />)
  const isOfBrowsers = aboutBrowsers.has(why.cause) || why.facts.some(({ label }) => label === 'Browser')
  const more = [
    isOfBrowsers && (
      <button key="cors" type="button" class="btn second" onClick={() => post({ type: 'checkCors' })}>
        Check CORS
      </button>
    ),
    aboutPolicies.test(why.cause) && (
      <button key="who" type="button" class="btn second" onClick={() => post({ type: 'openWho' })}>
        Who may call?
      </button>
    ),
  ].filter(Boolean)
  const buttons = [...own.slice(0, mostButtons - Math.min(more.length, 1)), ...more].slice(0, mostButtons)
  return (
    <div class="acts">
      {buttons}
      <span class="grow" />
      <LinkButton
        title={why.documentation}
        onClick={() => post({ type: 'openPage', url: why.documentation })}
      >
        AWS's page
      </LinkButton>
    </div>
  )
}

function FixButton({ fix }: { fix: WhyFix }) {
  const { post } = useContext(PanelContext)
  switch (fix.type) {
    case 'edit':
      return (
        <button
          type="button"
          class="btn second"
          title={`${fix.title}, save, and send again`}
          onClick={() => post({ type: 'applyChange', change: fix.change })}
        >
          <Icon name="lightbulb" />
          Apply and replay
        </button>
      )
    case 'rule':
      return (
        <button
          type="button"
          class="btn second"
          title="The quick fix of the editor at this line; then save and send again"
          onClick={() => post({ type: 'applyRule', rule: fix.rule, source: fix.source })}
        >
          <Icon name="lightbulb" />
          {fix.title}
        </button>
      )
    case 'open':
      return (
        <button
          type="button"
          class="btn second"
          onClick={() => post({ type: 'openSource', source: fix.source })}
        >
          {fix.title}
        </button>
      )
    case 'log':
      return (
        <button type="button" class="btn second" onClick={() => post({ type: 'showLog' })}>
          {fix.title}
        </button>
      )
  }
}
