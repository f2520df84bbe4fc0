import type { Rendering } from '../../../server/src/protocol/rendering.ts'

interface Props {
  readonly fields: Rendering['variables']
  /** Stands before each name. */
  readonly prefix: string
  /** What is said when there are none. */
  readonly empty: string
}

/** Names and their values, as a table. */
export function FieldTable({ fields, prefix, empty }: Props) {
  if (fields.length === 0) return <div class="empty small">{empty}</div>
  return (
    <div class="render-scroll">
      <table class="kv">
        <tbody>
          {fields.map(([name, value]) => (
            <tr key={name}>
              <th scope="row" class="mono acc">
                {prefix}
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
