import { useContext, useMemo } from 'preact/hooks'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { bodyCompletion } from './bodyCompletion.ts'
import { CodeArea } from './CodeArea.tsx'
import type { BodyKind, Draft, FormRow } from './draft.ts'
import { FieldRows } from './FieldRows.tsx'
import { fileName, formatBytes } from './format.ts'
import { Icon } from './Icon.tsx'
import { isJsonType } from './jsonText.ts'
import { LinkButton } from './Links.tsx'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly edit: (change: Partial<Draft>) => void
}

/** The body: a text with its media type, a file, or a form. */
export function BodyEditor({ details, draft, edit }: Props) {
  const { exampleBody, model } = details
  return (
    <>
      <div class="body-head">
        <TypeChoice details={details} draft={draft} edit={edit} />
        <span class="grow" />
        {exampleBody !== undefined && (
          <LinkButton
            title="Replace the body"
            onClick={() =>
              edit({
                bodyKind: 'text',
                body: exampleBody,
                contentType: details.contentType ?? draft.contentType,
              })
            }
          >
            {model ? `Example from ${model}` : 'Example from the definition'}
          </LinkButton>
        )}
      </div>
      {draft.bodyKind === 'text' && <TextBody details={details} draft={draft} edit={edit} />}
      {draft.bodyKind === 'file' && <FileBody draft={draft} />}
      {(draft.bodyKind === 'form' || draft.bodyKind === 'multipart') && (
        <FormBody draft={draft} edit={edit} />
      )}
    </>
  )
}

const commonTypes = ['application/json', 'text/plain', 'application/xml'] as const

/** What the list offers beside media types of a text. */
const otherKinds: readonly { readonly kind: BodyKind; readonly text: string }[] = [
  { kind: 'form', text: 'application/x-www-form-urlencoded' },
  { kind: 'multipart', text: 'multipart/form-data' },
  { kind: 'file', text: 'File' },
]

function TypeChoice({ details, draft, edit }: Props) {
  const types = new Set([...commonTypes, details.contentType ?? draft.contentType, draft.contentType])
  const choose = (chosen: string) => {
    const other = otherKinds.find(({ text }) => text === chosen)
    if (other) edit({ bodyKind: other.kind })
    else edit({ bodyKind: 'text', contentType: chosen })
  }
  const current = otherKinds.find(({ kind }) => kind === draft.bodyKind)?.text ?? draft.contentType
  const texts = [...types].filter(type => !otherKinds.some(({ text }) => text === type))
  return (
    <span class="bare-select dim">
      <select aria-label="Content type" value={current} onChange={event => choose(event.currentTarget.value)}>
        {texts.map(type => (
          <option key={type}>{type}</option>
        ))}
        {otherKinds.map(({ kind, text }) => (
          <option key={kind}>{text}</option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  )
}

function TextBody({ details: { bodyShape }, draft, edit }: Props) {
  const isJson = isJsonType(draft.contentType)
  const extensions = useMemo(
    () => (isJson && bodyShape ? bodyCompletion(() => bodyShape) : []),
    [isJson, bodyShape],
  )
  return (
    <CodeArea
      text={draft.body}
      language={isJson ? 'json' : 'plain'}
      label="Request body"
      extensions={extensions}
      onEdit={body => edit({ body })}
    />
  )
}

function FileBody({ draft: { bodyFile, contentType } }: Pick<Props, 'draft'>) {
  const { post } = useContext(PanelContext)
  return (
    <div class="pad file-body">
      {bodyFile ? (
        <>
          <Icon name="file-binary" />
          <span class="mono clip" title={bodyFile.path}>
            {fileName(bodyFile.path)}
          </span>
          {bodyFile.size > 0 && <span class="dim">{formatBytes(bodyFile.size)}</span>}
        </>
      ) : (
        <span class="dim">No file is chosen.</span>
      )}
      <LinkButton onClick={() => post({ type: 'pickFile', at: 'body' })}>
        {bodyFile ? 'Choose another…' : 'Choose a file…'}
      </LinkButton>
      {bodyFile && bodyFile.size > mostBytes && (
        <p class="warn">API Gateway takes 10 MB at most: it answers 413.</p>
      )}
      <p class="dim">
        It is read when the request is sent, as <span class="mono">{contentType}</span>; a header Content-Type
        says otherwise.
      </p>
    </div>
  )
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const mostBytes = 10_485_760

function FormBody({ draft, edit }: Pick<Props, 'draft' | 'edit'>) {
  const { post } = useContext(PanelContext)
  const isInParts = draft.bodyKind === 'multipart'
  const change = (form: readonly FormRow[]) => edit({ form })
  return (
    <FieldRows
      rows={draft.form}
      noun="form field"
      onChange={change}
      {...(isInParts && {
        fileOf: ({ id }) => draft.form.find(row => row.id === id)?.file,
        onPickFile: id => post({ type: 'pickFile', at: id }),
        onDropFile: id =>
          change(draft.form.map(({ file, ...row }) => (row.id === id || !file ? row : { ...row, file }))),
      })}
    />
  )
}
