import type { AccessAnswer, AccessMatrix, AccessRoute } from '../../../server/src/protocol/access.ts'
import type { ToWho } from '../../src/whoMessages.ts'

/** What the panel knows. */
export interface WhoState {
  readonly matrix?: AccessMatrix
  readonly workspaceRoot: string
  /** Why what is shown is old. */
  readonly trouble?: string
}

export const initialWhoState: WhoState = { workspaceRoot: '' }

/** Takes a message; the last answers stay when there are no newer ones. */
export function receive(state: WhoState, message: ToWho): WhoState {
  if (message.type === 'show') return { matrix: message.matrix, workspaceRoot: message.workspaceRoot }
  return { ...state, trouble: message.message }
}

/** Which rows are shown. */
export interface WhoFilter {
  /** Part of a method, path, or of what guards a route. */
  readonly text: string
  readonly verdict: AccessAnswer['verdict'] | 'all'
}

/** The rows that the filter lets through. */
export function shownRoutes({ routes, answers }: AccessMatrix, { text, verdict }: WhoFilter): AccessRoute[] {
  const wanted = text.trim().toLowerCase()
  return routes.filter(route => {
    const isNamed = `${routeLabel(route)} ${route.guard}`.toLowerCase().includes(wanted)
    return isNamed && (verdict === 'all' || route.answers.some(index => answers[index]?.verdict === verdict))
  })
}

/** `GET /books`, or the key of a route without a path. */
export function routeLabel({ method, path }: AccessRoute): string {
  return `${method} ${path}`.trim()
}

/** A cell by its row and column. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** Where a key leads from a cell; undefined for a key that leads nowhere. */
export function cellAfter(
  key: string,
  isControl: boolean,
  cell: Cell,
  rows: number,
  columns: number,
): Cell | undefined {
  const { row, column } = cell
  const moves: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
    Home: { row: isControl ? 0 : row, column: 0 },
    End: { row: isControl ? rows - 1 : row, column: columns - 1 },
  }
  const next = moves[key]
  return next && clampCell(next, rows, columns)
}

/** The nearest cell that is there. */
export function clampCell({ row, column }: Cell, rows: number, columns: number): Cell {
  return { row: clamp(row, rows), column: clamp(column, columns) }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value))
}
