import { useRef } from 'preact/hooks'
import type { ChosenFile } from '../src/panelMessages.ts'
import type { FieldRow } from './draft.ts'
import { fileName } from './format.ts'
import { Icon } from './Icon.tsx'
import { LinkButton } from './Links.tsx'

interface Props {
  readonly rows: readonly FieldRow[]
  /** `parameter`, `header`. */
  readonly noun: string
  readonly onChange: (rows: readonly FieldRow[]) => void
  /** A form in parts: the file that a row stands for. */
  readonly fileOf?: (row: FieldRow) => ChosenFile | undefined
  readonly onPickFile?: (id: number) => void
  readonly onDropFile?: (id: number) => void
}

/** Editable names and values, each with a box that says whether it is sent. */
export function FieldRows({ rows, noun, onChange, fileOf, onPickFile, onDropFile }: Props) {
  const root = useRef<HTMLDivElement>(null)
  const change = (id: number, part: Partial<FieldRow>) =>
    onChange(rows.map(row => (row.id === id ? { ...row, ...part } : row)))
  const add = () => {
    const id = Math.max(-1, ...rows.map(row => row.id)) + 1
    onChange([...rows, { id, name: '', value: '', isSent: true, isDeclared: false, isRequired: false }])
    // The row is drawn after this event.
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-row="${id}"] .name`)?.focus())
  }
  return (
    <div class="fields" ref={root}>
      {rows.map(row => (
        <Row
          key={row.id}
          row={row}
          noun={noun}
          file={fileOf?.(row)}
          {...(onPickFile && { onPickFile: () => onPickFile(row.id) })}
          {...(onDropFile && { onDropFile: () => onDropFile(row.id) })}
          onChange={part => change(row.id, part)}
          onRemove={() => onChange(rows.filter(other => other.id !== row.id))}
        />
      ))}
      <div class="field-add">
        <LinkButton onClick={add}>Add a {noun}</LinkButton>
      </div>
    </div>
  )
}

interface RowProps {
  readonly row: FieldRow
  readonly noun: string
  readonly file: ChosenFile | undefined
  readonly onPickFile?: () => void
  readonly onDropFile?: () => void
  readonly onChange: (part: Partial<FieldRow>) => void
  readonly onRemove: () => void
}

function Row({ row, noun, file, onPickFile, onDropFile, onChange, onRemove }: RowProps) {
  const subject = row.name ? `${noun} ${row.name}` : `new ${noun}`
  return (
    <div class={row.isSent ? 'field' : 'field off'} data-row={row.id}>
      <input
        type="checkbox"
        aria-label={`Send ${subject}`}
        checked={row.isSent}
        onChange={event => onChange({ isSent: event.currentTarget.checked })}
      />
      {row.isDeclared ? (
        <span class="name mono clip" title={row.name}>
          {row.name}
        </span>
      ) : (
        <input
          class="name mono"
          aria-label={`Name of ${subject}`}
          placeholder="name"
          spellcheck={false}
          value={row.name}
          onInput={event => onChange({ name: event.currentTarget.value.trim() })}
        />
      )}
      {file ? (
        <span class="row part-file">
          <span class="mono clip grow" title={file.path}>
            {fileName(file.path)}
          </span>
          <LinkButton title={`Send a text as ${subject}`} onClick={() => onDropFile?.()}>
            Text
          </LinkButton>
        </span>
      ) : (
        <span class="row">
          <input
            class="value mono grow"
            aria-label={`Value of ${subject}`}
            placeholder={placeholder(row)}
            spellcheck={false}
            value={row.value}
            onInput={event => onChange({ value: event.currentTarget.value, isSent: true })}
          />
          {onPickFile && (
            <LinkButton title={`Send a file as ${subject}`} onClick={onPickFile}>
              File…
            </LinkButton>
          )}
        </span>
      )}
      {!row.isDeclared && (
        <button
          type="button"
          class="tool"
          title={`Remove ${subject}`}
          aria-label={`Remove ${subject}`}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}

function placeholder({ isSent, isRequired, isDeclared }: FieldRow): string {
  if (isSent) return isRequired ? 'required' : 'value'
  return isRequired ? 'not sent, though required' : isDeclared ? 'not sent, optional' : 'not sent'
}
