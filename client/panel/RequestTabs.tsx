import { useContext } from 'preact/hooks'
import type { GatewayState } from '../src/panelMessages.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { AuthTab } from './AuthTab.tsx'
import { BodyEditor } from './BodyEditor.tsx'
import { isFilled, parameterKey, pathParts, pathValue, type Draft } from './draft.ts'
import { FieldRows } from './FieldRows.tsx'
import { counted } from './format.ts'
import { Icon } from './Icon.tsx'
import { isJsonType } from './jsonText.ts'
import { PanelContext } from './panelContext.ts'
import type { PanelState } from './state.ts'
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
    { id: 'stage', title: 'Stage', ...(draft.stage && { value: draft.stage }) },
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
        {tab === 'stage' && <StageChoice details={details} draft={draft} gateway={gateway} edit={edit} />}
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
    draft.body === '' ? 'no body' : `${bodyLabel(draft)} body`,
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

function StageChoice({ details, draft, gateway, edit }: EditProps & { gateway: GatewayState }) {
  return (
    <div class="pad stage-choice">
      <label class="row">
        <span class="dim">Stage</span>
        <span class="select">
          <select
            aria-label="Stage"
            value={draft.stage}
            onChange={event => edit({ stage: event.currentTarget.value })}
          >
            {details.stages.map(stage => (
              <option key={stage}>{stage}</option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </span>
      </label>
      <p class="dim">
        {gateway.type === 'running' ? (
          <>
            {details.apiName} runs with stage <b>{gateway.stage}</b> at{' '}
            <span class="mono">{gateway.url}</span>
          </>
        ) : (
          'Stage variables and the stage of the request context come from here.'
        )}
      </p>
    </div>
  )
}

function parameterCount(details: RouteDetails, draft: Draft): number {
  const inPath = pathParts(details.route.path).filter(part => part.type === 'parameter').length
  return inPath + draft.query.filter(isFilled).length
}

function bodyLabel({ body, contentType }: Draft): string {
  if (body === '') return 'none'
  if (isJsonType(contentType)) return 'JSON'
  if (contentType.includes('form')) return 'form'
  return contentType.includes('xml') ? 'XML' : 'text'
}
