import type { ComponentChildren } from 'preact'
import { useContext, useMemo, useState } from 'preact/hooks'
import type { TracedMessage, TraceStep } from '../../server/src/protocol/trace.ts'
import { diffLines } from './diff.ts'
import { Icon } from './Icon.tsx'
import { SourceLink } from './Links.tsx'
import { MarkedText } from './MarkedText.tsx'
import { PanelContext } from './panelContext.ts'
import { SaveAsTest } from './SaveAsTest.tsx'
import { SideLines } from './SideLines.tsx'
import {
  detailTabs,
  sideText,
  templateText,
  type ComparedTab,
  type DetailTab,
  type SideText,
} from './stepTexts.ts'
import { TabPanel, Tabs } from './Tabs.tsx'

/** An opened step: what went in beside what came out, changed lines tinted. */
export function StepDetail({ step }: { step: TraceStep }) {
  const { isNarrow } = useContext(PanelContext)
  const [chosen, choose] = useState<DetailTab>('body')
  const tabs = detailTabs(step)
  const tab = (tabs.find(({ id }) => id === chosen) ?? tabs[0])?.id
  const idPrefix = `detail-${step.name}`
  return (
    <div class="detail">
      {isNarrow && (
        <p class="narrow-sum">
          <MarkedText text={step.summary} /> {step.source && <SourceLink source={step.source} />}
        </p>
      )}
      {tab && (
        <div class="in">
          <Tabs
            class="sub"
            label={`${step.title}, before and after`}
            idPrefix={idPrefix}
            tabs={tabs}
            chosen={tab}
            onChoose={choose}
          />
          <TabPanel idPrefix={idPrefix} chosen={tab}>
            {tab === 'template' ? (
              <TemplateRun step={step} />
            ) : tab === 'otherFormat' ? (
              <Comparison
                tab="body"
                before={step.after}
                after={step.otherFormat}
                headings={['As sent', 'In the other format']}
              />
            ) : (
              <Comparison
                key={tab}
                tab={tab}
                before={step.before}
                after={step.after}
                headings={['Before', 'After']}
                tools={hasPolicy(step) && <SaveAsTest step={step} of="policy" />}
              />
            )}
          </TabPanel>
        </div>
      )}
    </div>
  )
}

/** The steps behind `5 steps not reached`. */
export function FoldedDetail({ steps }: { steps: readonly TraceStep[] }) {
  return (
    <div class="detail">
      {steps.map(step => (
        <p class="narrow-sum" key={step.name}>
          {step.title}: <MarkedText text={step.summary} />
        </p>
      ))}
    </div>
  )
}

/** Whether an authorizer's function has returned a policy in this step; a test of it can be made. */
function hasPolicy({ name, after }: TraceStep): boolean {
  return name === 'authorizer' && after?.body?.text?.includes('"policyDocument"') === true
}

function TemplateRun({ step }: { step: TraceStep }) {
  const { template } = step
  const text = useMemo(() => template && templateText(template), [template])
  if (!template || !text) return null
  return (
    <div class="one">
      <Side
        heading=""
        text={text}
        changed={undefined}
        sign=""
        class="add"
        tools={<SaveAsTest step={step} of="template" />}
      />
      {/* Where the template begins is said in the step's row. */}
      {template.fault && (
        <p class="sub">
          <SourceLink source={template.fault.source} />
        </p>
      )}
    </div>
  )
}

interface ComparisonProps {
  readonly tab: ComparedTab
  readonly before: TracedMessage | undefined
  readonly after: TracedMessage | undefined
  readonly headings: readonly [string, string]
  /** Beside what is after. */
  readonly tools?: ComponentChildren
}

function Comparison({ tab, before, after, headings, tools }: ComparisonProps) {
  const sides = useMemo(() => {
    const left = before && sideText(before, tab)
    const right = after && sideText(after, tab)
    return { left, right, diff: left && right ? diffLines(left.lines, right.lines) : undefined }
  }, [before, after, tab])
  const { left, right, diff } = sides
  return (
    <div class={left && right ? 'two' : 'one'}>
      {before && left && (
        <Side heading={headings[0]} text={left} changed={diff?.removed} sign="−" class="del" />
      )}
      {after && right && (
        <Side heading={headings[1]} text={right} changed={diff?.added} sign="+" class="add" tools={tools} />
      )}
    </div>
  )
}

interface SideProps {
  readonly heading: string
  readonly text: SideText
  readonly changed: readonly boolean[] | undefined
  readonly sign: string
  readonly class: string
  readonly tools?: ComponentChildren
}

function Side({ heading, text, changed, sign, class: className, tools }: SideProps) {
  const { post } = useContext(PanelContext)
  const open = () =>
    post({ type: 'openText', text: text.lines.join('\n'), language: text.isJson ? 'json' : 'plaintext' })
  return (
    <div>
      <div class="sub">
        <span class="clip">
          {heading !== '' && <span class="side-head">{heading}</span>} {text.title}
        </span>
        <span class="grow" />
        <span>{text.note}</span>
        {tools}
        {text.lines.length > 0 && (
          <button
            type="button"
            class="tool"
            title={`Open ${text.title} in an editor`}
            aria-label={`Open ${text.title} in an editor`}
            onClick={open}
          >
            <Icon name="go-to-file" />
          </button>
        )}
      </div>
      <SideLines text={text} changed={changed} sign={sign} changedClass={className} onOpen={open} />
    </div>
  )
}
