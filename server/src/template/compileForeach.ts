import type { Compilation } from './compilation.ts'
import { located, loopSlot, slotOf } from './compilation.ts'
import { compileValue } from './compileExpression.ts'
import type { Loop } from './execution.ts'
import type { Frame, Mask } from './frame.ts'
import { Halt, RenderFailure } from './frame.ts'
import { ForeachScope } from './foreachScope.ts'
import type { CheckedIteration } from './javaClasses.ts'
import { JavaIterator, ListIteration, MapIteration, MapView } from './javaClasses.ts'
import type { Block, DirectiveNode, Expression, Template } from './tree.ts'
import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** The compilers of what stands in a loop; given, since statements hold loops. */
export interface LoopParts<Code> {
  readonly compileBody: (compilation: Compilation<Code>, block: Block | Template) => Code
  readonly printArgument: (compilation: Compilation<Code>, node: Expression) => Code
}

/**
 * Compiles `#foreach($element in $list)`. Velocity takes its parts by their place: element, word, list, body; so with
 * two arguments the body stands for the list, and with four the last argument for the body.
 */
export function compileForeach<Code>(
  compilation: Compilation<Code>,
  node: DirectiveNode,
  { compileBody, printArgument }: LoopParts<Code>,
): Code {
  const { builder } = compilation
  const [element, , list, extra] = node.arguments
  if (node.arguments.length < 2) {
    return builder.leaf(() => {
      const message = "'#foreach' has no list, so rendering ends here; write '#foreach($element in $list)'"
      throw new RenderFailure(message, node)
    })
  }
  if (!list || !node.body) return builder.leaf(() => null)
  const body = extra ? printArgument(compilation, extra) : compileBody(compilation, node.body)
  const slots: LoopSlots = {
    element: slotOf(compilation, element?.kind === 'reference' ? element.root.text : ''),
    scope: loopSlot(compilation, 'foreach'),
    count: loopSlot(compilation, 'velocityCount'),
    hasNext: loopSlot(compilation, 'velocityHasNext'),
  }
  return builder.loop(compileValue(compilation, list, compileBody), body, (value, frame) => {
    const elements = iterationOf(value)
    return elements && new ForeachLoop(node, { elements, frame, slots })
  })
}

interface LoopSlots {
  readonly element: number
  readonly scope: number | undefined
  readonly count: number | undefined
  readonly hasNext: number | undefined
}

function iterationOf(value: JavaValue): CheckedIteration | undefined {
  if (Array.isArray(value)) return new ListIteration(value)
  if (value instanceof Map) return new MapIteration(value, value.values())
  if (value instanceof MapView) return value.iteration()
  if (value instanceof JavaIterator) return value.source
  const elements = value instanceof JavaObject ? value.iterate() : undefined
  return elements && new ListIteration([...elements])
}

class ForeachLoop implements Loop {
  private readonly node: DirectiveNode
  private readonly elements: CheckedIteration
  private readonly frame: Frame
  private readonly slots: LoopSlots
  /** What the loop's variables were before it. */
  private readonly element: JavaValue | undefined
  private readonly count: JavaValue | undefined
  private readonly hasNext: JavaValue | undefined
  private readonly scope: ForeachScope | undefined
  private passes = 0
  private mask: Mask | undefined
  private isMasking = false

  constructor(
    node: DirectiveNode,
    { elements, frame, slots }: { elements: CheckedIteration; frame: Frame; slots: LoopSlots },
  ) {
    this.node = node
    this.elements = elements
    this.frame = frame
    this.slots = slots
    this.element = frame.slots[slots.element]
    this.count = slots.count === undefined ? undefined : frame.slots[slots.count]
    this.hasNext = slots.hasNext === undefined ? undefined : frame.slots[slots.hasNext]
    if (slots.scope === undefined) return
    this.scope = new ForeachScope(node, frame.slots[slots.scope] ?? null)
    frame.assign(slots.scope, this.scope)
  }

  next(): boolean {
    const { elements, frame, slots, scope } = this
    if (this.isMasking) this.endMask()
    if (this.passes >= frame.limits.passes || !elements.hasNext) return false
    frame.tick(1)
    this.passes++
    if (slots.count !== undefined) frame.assign(slots.count, this.passes)
    const value = this.take()
    if (slots.hasNext !== undefined) frame.assign(slots.hasNext, elements.hasNext)
    frame.assign(slots.element, value)
    if (value === null) {
      this.mask ??= { slot: slots.element, isActive: true }
      this.isMasking = true
      frame.mask(this.mask)
    }
    if (scope) {
      scope.index++
      scope.hasNext = elements.hasNext
    }
    return true
  }

  close(failure: unknown): boolean {
    if (failure !== undefined && !(failure instanceof Halt)) return false
    const { slots } = this
    this.endMask()
    this.restore(slots.element, this.element)
    this.restore(slots.count, this.count)
    this.restore(slots.hasNext, this.hasNext)
    this.restoreScope()
    return failure === undefined || failure.ends(this.node)
  }

  private endMask(): void {
    if (this.mask && this.isMasking) this.frame.unmask(this.mask)
    this.isMasking = false
  }

  private restore(slot: number | undefined, value: JavaValue | undefined): void {
    if (slot === undefined) return
    if (value === undefined || value === null) this.frame.remove(slot)
    else this.frame.assign(slot, value)
  }

  private take(): JavaValue {
    try {
      return this.elements.next()
    } catch (failure) {
      throw located(failure, this.node)
    }
  }

  /** A template that has set `$foreach` itself keeps its own. */
  private restoreScope(): void {
    const { slots, frame } = this
    if (slots.scope === undefined) return
    const current = frame.slots[slots.scope]
    if (!(current instanceof ForeachScope)) return
    this.restore(slots.scope, current.parent ?? current.replaced)
  }
}
