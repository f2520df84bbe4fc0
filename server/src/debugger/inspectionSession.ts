import { DebugSession } from '@vscode/debugadapter'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { SourceLine } from '../protocol/trace.ts'
import { watch } from '../template/watch.ts'
import { completionsFor } from './completions.ts'
import { evaluateHovered, evaluateTyped, scopeOf } from './evaluation.ts'
import type { GatewayDebugger } from './gatewayDebugger.ts'
import { Handles } from './handles.ts'
import type { RequestThread } from './heldRequest.ts'
import type { Shown } from './shownValues.ts'
import { shownValue } from './shownValues.ts'
import type { Frame } from './stack.ts'
import { framesOf, scopesOf } from './stack.ts'
import type { Going } from './stepping.ts'
import type { ServedTemplates } from './templateLines.ts'
import { unwrittenText } from './templateLines.ts'

/** The part of a session that looks at held requests, changes them and lets them go on. */
export abstract class InspectionSession extends DebugSession {
  protected abstract readonly debugger: GatewayDebugger
  readonly #frames = new Handles<{ readonly thread: RequestThread; readonly frame: Frame }>()
  readonly #values = new Handles<() => readonly Shown[]>()
  /** By the name of a template that stands in no file: the number by which clients ask for its text. */
  readonly #texts = new Map<string, { readonly reference: number; readonly text: string }>()

  /** The mapping templates of what is debugged at the moment. */
  protected abstract templates(): ServedTemplates

  /** The name by which the debugger knows a source: its path, or that of a template which stands in no file. */
  protected file({ path = '', sourceReference = 0 }: DebugProtocol.Source): string {
    if (sourceReference === 0) return path
    return [...this.#texts].find(([, { reference }]) => reference === sourceReference)?.[0] ?? path
  }

  protected sourceOf(file: string): DebugProtocol.Source {
    const name = file.split(/[\\/]/).at(-1) ?? file
    const known = this.#texts.get(file)
    return known ? { name: `${name}.vtl`, sourceReference: known.reference } : { name, path: file }
  }

  /** Lines and columns as the client counts them. */
  protected place({ line, character }: Pick<SourceLine, 'character' | 'line'>): {
    line: number
    column: number
  } {
    return {
      line: this.convertDebuggerLineToClient(line),
      column: this.convertDebuggerColumnToClient(character),
    }
  }

  protected override sourceRequest(
    response: DebugProtocol.SourceResponse,
    { source, sourceReference }: DebugProtocol.SourceArguments,
  ): void {
    const file = this.file(source ?? { sourceReference })
    const content = this.#texts.get(file)?.text ?? unwrittenText(this.templates(), file)
    if (content === undefined) return this.refuse(response, 'there is no such template')
    response.body = { content, mimeType: 'text/x-velocity' }
    this.sendResponse(response)
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [...this.debugger.threads.values()].map(({ id, name }) => ({ id, name })) }
    this.sendResponse(response)
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    const thread = this.debugger.threads.get(threadId)
    const frames = thread ? framesOf(thread) : []
    const wanted = frames.slice(startFrame, levels ? startFrame + levels : undefined)
    response.body = {
      totalFrames: frames.length,
      stackFrames: wanted.flatMap(frame => {
        if (!thread) return []
        const { name, source, text, isLabel } = frame
        if (source && text !== undefined && !this.#texts.has(source.file))
          this.#texts.set(source.file, { reference: this.#texts.size + 1, text })
        return {
          id: this.#frames.create({ thread, frame }),
          name,
          ...(source
            ? { ...this.place(source), source: this.sourceOf(source.file) }
            : { line: 0, column: 0 }),
          ...(isLabel && { presentationHint: 'label' as const }),
        }
      }),
    }
    this.sendResponse(response)
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    const found = this.#frames.get(frameId)
    response.body = {
      scopes: (found ? scopesOf(found.thread, found.frame) : []).map(({ name, parts, isExpensive }) => ({
        name,
        variablesReference: this.#values.create(parts),
        expensive: isExpensive,
      })),
    }
    this.sendResponse(response)
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, start = 0, count }: DebugProtocol.VariablesArguments,
  ): void {
    const parts = this.#values.get(variablesReference)?.() ?? []
    const end = count ? start + count : undefined
    response.body = { variables: parts.slice(start, end).map(shown => this.#variable(shown)) }
    this.sendResponse(response)
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    const parts = this.#values.get(variablesReference)
    this.#change(response, () => parts?.().find(part => part.name === name), value)
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    { expression, value, frameId }: DebugProtocol.SetExpressionArguments,
  ): void {
    const found = frameId === undefined ? undefined : this.#frames.get(frameId)
    const all = found ? scopesOf(found.thread, found.frame).flatMap(({ parts }) => parts()) : []
    this.#change(
      response,
      () => all.find(part => part.expression === expression || part.name === expression),
      value,
    )
  }

  #change(response: DebugProtocol.Response, find: () => Shown | undefined, text: string): void {
    const shown = find()
    const fault = shown?.change ? shown.change(text) : 'this cannot be changed'
    if (fault !== undefined) return this.refuse(response, fault)
    const { value, type, variablesReference } = this.#variable(find() ?? { name: '', value: text })
    response.body = { value, variablesReference, ...(type !== undefined && { type }) }
    this.sendResponse(response)
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { frameId, text, column, line = 1 }: DebugProtocol.CompletionsArguments,
  ): void {
    const held = frameId === undefined ? undefined : this.#frames.get(frameId)?.thread.held
    const typed = text.split('\n')[Math.max(0, this.convertClientLineToDebugger(line))] ?? ''
    const end = this.convertClientColumnToDebugger(column)
    const { proposals, replaced } = held
      ? completionsFor(held, typed.slice(0, end))
      : { proposals: [], replaced: 0 }
    const place = { start: end - replaced, length: replaced }
    response.body = { targets: proposals.map(proposal => ({ ...proposal, ...place })) }
    this.sendResponse(response)
  }

  protected override exceptionInfoRequest(
    response: DebugProtocol.ExceptionInfoResponse,
    { threadId }: DebugProtocol.ExceptionInfoArguments,
  ): void {
    const held = this.debugger.threads.get(threadId)?.held
    const [exceptionId, description] =
      held?.type === 'template'
        ? [`${held.template.side} template`, held.fault?.message]
        : [held?.told?.title ?? '', held?.told?.summary]
    if (description === undefined) return this.refuse(response, 'this request has not failed')
    response.body = { exceptionId, description, breakMode: 'always' }
    this.sendResponse(response)
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    const found = frameId === undefined ? undefined : this.#frames.get(frameId)
    const held = found?.thread.held
    if (!held) return this.refuse(response, 'no request is held up here')
    const watched =
      context === 'repl'
        ? evaluateTyped(held, expression)
        : context === 'hover'
          ? evaluateHovered(held, expression)
          : watch(expression, scopeOf(held))
    if (watched.type === 'fault') return this.refuse(response, watched.message)
    const { value, variablesReference, type, indexedVariables, namedVariables } = this.#variable(
      shownValue(expression, watched.value, expression),
    )
    response.body = {
      result: value,
      variablesReference,
      ...(type !== undefined && { type }),
      ...(indexedVariables !== undefined && { indexedVariables }),
      ...(namedVariables !== undefined && { namedVariables }),
    }
    this.sendResponse(response)
  }

  protected refuse(response: DebugProtocol.Response, message: string): void {
    response.success = false
    response.message = message
    this.sendResponse(response)
  }

  #variable({ name, value, type, expression, count, parts }: Shown): DebugProtocol.Variable {
    return {
      name,
      value,
      variablesReference: parts && count !== 0 ? this.#values.create(parts) : 0,
      ...(type !== undefined && { type }),
      ...(expression !== undefined && { evaluateName: expression }),
      ...(count !== undefined && (type === 'List' ? { indexedVariables: count } : { namedVariables: count })),
    }
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false }
    this.#go(response, threadId, 'run')
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.#go(response, threadId, 'over')
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.#go(response, threadId, 'into')
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.#go(response, threadId, 'out')
  }

  #go(response: DebugProtocol.Response, threadId: number, going: Going): void {
    const thread = this.debugger.threads.get(threadId)
    this.sendResponse(response)
    if (!thread) return
    this.#frames.forget(({ thread: other }) => other === thread)
    if (this.debugger.isAllRunning) this.#values.clear()
    this.debugger.resume(thread, going)
  }

  protected override pauseRequest(
    response: DebugProtocol.PauseResponse,
    { threadId }: DebugProtocol.PauseArguments,
  ): void {
    const thread = this.debugger.threads.get(threadId)
    if (thread) thread.isAskedToStop = true
    this.sendResponse(response)
  }
}
