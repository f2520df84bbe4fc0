import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { Rendering } from '../../../server/src/protocol/rendering.ts'
import type { CodeView } from '../codeView.ts'
import { formatBytes, formatStepMs } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { MarkedText } from '../MarkedText.tsx'
import { PanelContext } from '../panelContext.ts'
import { TabPanel, Tabs } from '../Tabs.tsx'
import { useIsNarrow } from '../useIsNarrow.ts'
import { FieldTable } from './FieldTable.tsx'
import { Findings } from './Findings.tsx'
import { Output } from './Output.tsx'
import type { RenderHost } from './renderHost.ts'
import { problemOffsets, receive, verdictOf } from './renderState.ts'
import { RenderTools } from './RenderTools.tsx'
import { Values } from './Values.tsx'

type TabId = 'output' | 'variables' | 'overrides'

/** The view beside a mapping template: which context, what the template prints with it, and what is wrong with that. */
export function RenderApp({ host }: { host: RenderHost }) {
  const [state, dispatch] = useReducer(receive, {})
  const [tab, setTab] = useState<TabId>('output')
  const root = useRef<HTMLDivElement>(null)
  const view = useRef<CodeView | null>(null)
  const isNarrow = useIsNarrow(root)
  useLayoutEffect(() => {
    host.onMessage(dispatch)
    host.post({ type: 'ready' })
  }, [])
  const { rendering, context, trouble } = state
  useKeys(host, rendering, offset => {
    setTab('output')
    // The output is drawn first where another tab was open.
    setTimeout(() => view.current?.goTo(offset), tab === 'output' ? 0 : 60)
  })
  const tools = {
    dispatch: () => undefined,
    post: () => undefined,
    nonce: host.nonce,
    workspaceRoot: state.workspaceRoot ?? '',
    isNarrow,
  }
  return (
    <PanelContext.Provider value={tools}>
      <div class={isNarrow ? 'panel render narrow' : 'panel render'} ref={root}>
        {context && rendering && (
          <RenderTools context={context} template={rendering.template} post={host.post} />
        )}
        {trouble !== undefined && (
          <div class="note" role="alert">
            <Icon name="warning" class="warn" />
            <span>
              {trouble}
              {rendering ? '. What is shown was true before.' : ''}
            </span>
          </div>
        )}
        {!rendering && trouble === undefined && <div class="empty">Rendering…</div>}
        {rendering && (
          <>
            <VerdictLine rendering={rendering} />
            <Tabs<TabId>
              label="What the template made"
              idPrefix="render"
              chosen={tab}
              onChoose={setTab}
              tabs={[
                { id: 'output', title: 'Output' },
                { id: 'variables', title: 'Variables', value: String(rendering.variables.length) },
                { id: 'overrides', title: 'Overrides', value: String(rendering.overrides.length) },
              ]}
            />
            <TabPanel idPrefix="render" chosen={tab}>
              {tab === 'output' && (
                <>
                  <Findings rendering={rendering} post={host.post} />
                  <Output rendering={rendering} viewRef={view} />
                  <Values values={rendering.values} post={host.post} />
                </>
              )}
              {tab === 'variables' && (
                <FieldTable
                  fields={rendering.variables}
                  prefix="$"
                  empty="The template sets no variables with #set, #foreach or #define."
                />
              )}
              {tab === 'overrides' && <Overrides rendering={rendering} />}
            </TabPanel>
          </>
        )}
      </div>
    </PanelContext.Provider>
  )
}

/** `Alt+C` chooses the context, `F8` and `Shift+F8` go through what is wrong with the output. */
function useKeys(host: RenderHost, rendering: Rendering | undefined, goTo: (offset: number) => void): void {
  const problem = useRef(-1)
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey && event.code === 'KeyC') {
        event.preventDefault()
        host.post({ type: 'chooseContext' })
      } else if (event.key === 'F8' && rendering) {
        event.preventDefault()
        const offsets = problemOffsets(rendering)
        const [first] = offsets
        if (first === undefined) return
        const step = event.shiftKey ? offsets.length - 1 : 1
        problem.current = (Math.max(problem.current, event.shiftKey ? 0 : -1) + step) % offsets.length
        goTo(offsets[problem.current] ?? first)
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

function VerdictLine({ rendering }: { rendering: Rendering }) {
  const { tone, icon, text } = verdictOf(rendering)
  const { size, durationMs } = rendering
  return (
    <div class="render-verdict">
      <span class={`row ${tone}`} role="status">
        <Icon name={icon} />
        <span>
          <MarkedText text={text} />
        </span>
      </span>
      <span class="grow" />
      <span class="dim nowrap">
        {formatBytes(size)}, {formatStepMs(durationMs)} ms
      </span>
    </div>
  )
}

function Overrides({ rendering: { overrides, repeated } }: { rendering: Rendering }) {
  return (
    <>
      {repeated.length > 0 && (
        <div class="note error" role="alert">
          <Icon name="error" class="err" />
          <span>
            Overridden more than once, which API Gateway answers with a 5XX:{' '}
            <span class="mono">{repeated.join(', ')}</span>
          </span>
        </div>
      )}
      <FieldTable
        fields={overrides}
        prefix="$context."
        empty="The template overrides no header, parameter or status. $context.responseOverride.status sets one."
      />
    </>
  )
}
