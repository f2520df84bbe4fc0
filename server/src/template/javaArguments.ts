import { JavaException } from './javaException.ts'
import type { JavaMap, JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** A method of a Java class: undefined when it does not take these arguments, as if there were none of this name. */
export type JavaMethod<Self> = (self: Self, args: readonly JavaValue[]) => JavaValue | undefined

/** The methods of a class by name; Maps, so that no name reaches JavaScript's own. */
export type JavaMethods<Self> = ReadonlyMap<string, JavaMethod<Self>>

/** What a void method gives a template: nothing to print, and nothing that ends the reference. */
export const nothing = ''

/** An argument for a parameter of type `int`. */
export function isInt(value: JavaValue | undefined): value is number {
  return typeof value === 'number' && value === (value | 0)
}

export function isText(value: JavaValue | undefined): value is string {
  return typeof value === 'string'
}

/**
 * What a method without parameters throws where arguments are given and no other method of its name takes them:
 * Velocity 1.7 chooses it all the same (`MethodMap.isApplicable` compares nothing then), and Java refuses the call.
 */
export function wrongArguments(): JavaException {
  return new JavaException('java.lang.IllegalArgumentException: wrong number of arguments')
}

/** No method of this name for these arguments: an exception where there is one of these, which take none. */
export function noneOf(bare: ReadonlySet<string>, name: string): undefined {
  if (bare.has(name)) throw wrongArguments()
}

/** The elements of an argument for a parameter of type `Collection`; undefined when it is none. */
export function elementsOf(value: JavaValue | undefined): readonly JavaValue[] | undefined {
  if (Array.isArray(value)) return value
  if (!(value instanceof JavaCollection)) return undefined
  return [...value.iterate()]
}

/** An argument for a parameter of type `Map`. */
export function isMap(value: JavaValue | undefined): value is JavaMap {
  return value instanceof Map
}

/** What `compareTo` throws for an argument of another class: Velocity finds the method of raw Comparable. */
export function incomparable(value: JavaValue): JavaException {
  return new JavaException(
    value === null
      ? 'java.lang.NullPointerException'
      : 'java.lang.ClassCastException: compareTo takes a value of its own class only',
  )
}

/** A Collection that is no List: the keys, values or entries of a Map. */
export abstract class JavaCollection extends JavaObject {
  abstract override iterate(): Iterable<JavaValue>
}
