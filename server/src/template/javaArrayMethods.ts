import { isInt } from './javaArguments.ts'
import type { JavaArray } from './javaClasses.ts'
import { JavaException } from './javaException.ts'
import { at, listMethods } from './javaList.ts'
import type { JavaValue } from './values.ts'

/**
 * `$array.name(arguments)`: Velocity 1.7 gives an array the methods of a List of fixed size beside its own
 * (`ArrayListWrapper`, a java.util.AbstractList). Undefined when it has no such method for these arguments.
 */
export function callOnArray(
  array: JavaArray,
  name: string,
  args: readonly JavaValue[],
): JavaValue | undefined {
  const own = array.call(name, args)
  if (own !== undefined || beyondAbstractList.has(name)) return own
  if (name === 'set') return setAt(array, args)
  const method = listMethods.get(name)
  if (!method || !resizing.has(name)) return method?.(array.elements, args)
  const elements = [...array.elements]
  const result = method(elements, args)
  if (elements.length !== array.elements.length)
    throw new JavaException('java.lang.UnsupportedOperationException')
  return result
}

/** What an ArrayList has and an AbstractList has not. */
const beyondAbstractList: ReadonlySet<string> = new Set(['clone', 'ensureCapacity', 'trimToSize'])

/** They are refused as soon as they would change the size. */
const resizing: ReadonlySet<string> = new Set(['add', 'addAll', 'clear', 'remove', 'removeAll', 'retainAll'])

function setAt(array: JavaArray, args: readonly JavaValue[]): JavaValue | undefined {
  const [index, value = null] = args
  if (args.length !== 2 || !isInt(index)) return undefined
  const before = at(array.elements, index)
  if (!array.takes(value))
    throw new JavaException('java.lang.IllegalArgumentException: array element type mismatch')
  array.elements[index] = value
  return before
}
