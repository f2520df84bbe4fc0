import { useContext } from 'preact/hooks'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { AuthTab } from './AuthTab.tsx'
import { BodyEditor } from './BodyEditor.tsx'
import { hasBody, isFilled, parameterKey, pathParts, pathValue, type Draft } from './draft.ts'
import { FieldRows } from './FieldRows.tsx'
import { counted } from './format.ts'
import { isJsonType } from './jsonText.ts'
import { PanelContext } from './panelContext.ts'
import type { PanelState } from './state.ts'
import { StageTab } from './StageTab.tsx'
import { TabPanel, Tabs } from './Tabs.tsx'

interface Props {
  readonly state: PanelState
  readonly details: RouteDetails
  readonly draft: Draft
}

/** Parameters, headers, body, caller and stage of the request. */
export function RequestTabs({ state, details, draft }: Props) {
  const { gateway, requestTab: tab } = state
  const { dispatch } = useContext(PanelContext)
  const edit = (change: Partial<Draft>) => dispatch({ type: 'edited', change })
  const tabs = [
    { id: 'params', title: 'Params', value: String(parameterCount(details, draft)) },
    { id: 'headers', title: 'Headers', value: String(draft.headers.filter(isFilled).length) },
    { id: 'body', title: 'Body', value: bodyLabel(draft) },
    { id: 'auth', title: 'Auth', value: draft.identity ?? 'none' },
    { id: 'stage', title: 'Stage', ...(stageLabel(draft) !== '' && { value: stageLabel(draft) }) },
  ] as const
  return (
    <>
      <Tabs
        label="Request"
        idPrefix="request"
        tabs={tabs}
        chosen={tab}
        onChoose={chosen => dispatch({ type: 'choseRequestTab', tab: chosen })}
      />
      <TabPanel idPrefix="request" chosen={tab}>
        {tab === 'params' && <Params details={details} draft={draft} edit={edit} />}
        {tab === 'headers' && (
          <FieldRows rows={draft.headers} noun="header" onChange={headers => edit({ headers })} />
        )}
        {tab === 'body' && <BodyEditor details={details} draft={draft} edit={edit} />}
        {tab === 'auth' && <AuthTab state={state} details={details} chosen={draft.identity} />}
        {tab === 'stage' && <StageTab details={details} draft={draft} gateway={gateway} edit={edit} />}
      </TabPanel>
    </>
  )
}

/** The request in half a line, for the narrow panel: `stage dev, 2 headers, JSON body`. */
export function requestSummary(draft: Draft): string {
  const headers = draft.headers.filter(isFilled).length
  const parts = [
    draft.identity !== undefined && `as ${draft.identity}`,
    draft.stage && `stage ${draft.stage}`,
    headers > 0 && counted(headers, 'header'),
    !hasBody(draft) ? 'no body' : `${bodyLabel(draft)} body`,
  ]
  return parts.filter(Boolean).join(', ')
}

interface EditProps {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly edit: (change: Partial<Draft>) => void
}

function Params({ details, draft, edit }: EditProps) {
  const names = pathParts(details.route.path).flatMap(part => (part.type === 'parameter' ? [part.name] : []))
  return (
    <>
      {names.length > 0 && (
        <div class="fields">
          <div class="field-head">Path</div>
          {names.map(name => (
            <div class="field fixed" key={name}>
              <span class="name mono clip">{name}</span>
              <input
                class="value mono"
                aria-label={`Value of path parameter ${name}`}
                placeholder="value"
                spellcheck={false}
                value={pathValue(draft, name)}
                onInput={event =>
                  edit({
                    pathValues: { ...draft.pathValues, [parameterKey(name)]: event.currentTarget.value },
                  })
                }
              />
            </div>
          ))}
          <div class="field-head">Query</div>
        </div>
      )}
      <FieldRows rows={draft.query} noun="query parameter" onChange={query => edit({ query })} />
    </>
  )
}

/** The stage, with a mark where the request has other circumstances than the gateway's own. */
function stageLabel({ stage, circumstances }: Draft): string {
  return Object.keys(circumstances).length > 0 ? `${stage} *` : stage
}

function parameterCount(details: RouteDetails, draft: Draft): number {
  const inPath = pathParts(details.route.path).filter(part => part.type === 'parameter').length
  return inPath + draft.query.filter(isFilled).length
}

function bodyLabel(draft: Draft): string {
  const { bodyKind, contentType } = draft
  if (!hasBody(draft)) return 'none'
  if (bodyKind !== 'text') return bodyKind === 'file' ? 'file' : 'form'
  if (isJsonType(contentType)) return 'JSON'
  return contentType.includes('xml') ? 'XML' : 'text'
}
