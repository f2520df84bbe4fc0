/**
 * The values that mapping templates handle, as Java has them: API Gateway's engine is Apache Velocity, a Java program,
 * and how a value prints, compares and divides shows which class it is of.
 *
 * - String, Boolean and null are JavaScript's own.
 * - Integer and Long are a `number` that is a safe integer; which of the two follows from its size.
 * - Integers beyond that (Long, BigInteger) are a `bigint`.
 * - Double is a `JavaDouble`, since `1.0` prints as `1.0` and divides otherwise than `1`.
 * - BigDecimal, which only a payload's long fractions bring in, is a `JavaDecimal`.
 * - List is a JavaScript array, Map a `Map` that keeps the order of insertion (LinkedHashMap). Both are shared, not
 *   copied, when assigned. A `Map` also keeps user data away from prototypes.
 * - The List that json-smart makes (of `$input.path` and `$util.parseJson`) is a `JsonArray`: a list that prints as JSON.
 */
export type JavaValue =
  string | boolean | null | number | bigint | JavaDouble | JavaList | JavaMap | JavaObject

export type JavaList = JavaValue[]

export type JavaMap = Map<JavaValue, JavaValue>

/** A Double. Two with the same number are equal, but not the same object. */
export class JavaDouble {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/**
 * json-smart's JSONArray. It is a List like any other but for its text, which is JSON (`["a",{"b":1}]`), also where a
 * Map that prints as Java text holds it: `{list=["a"]}`. Lists made from it by Java's methods (`subList`) or by the
 * language (`[…]`) are plain ones. Made empty and filled by `push`: a constructor with a number would leave holes.
 */
export class JsonArray extends Array<JavaValue> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/**
 * A Map that prints as the empty string: `$context` and the maps in it. In all else it is a Map; that it is iterated
 * as a java.util.HashMap follows from how it is filled (`contextMap.ts`).
 */
export abstract class SilentMap extends Map<JavaValue, JavaValue> {}

/**
 * Any other object that a template can hold: `$input`, `$util`, a Map's entry, a JSONArray of json-smart. Its
 * properties and methods are named one by one; nothing of JavaScript's own can be reached through it.
 */
export abstract class JavaObject {
  /** Its text when printed; null prints as the empty string. */
  abstract toText(): string | null
  /** `$object.name`, undefined when there is no such property. */
  abstract property(name: string): JavaValue | undefined
  /** `$object.name(arguments)`, undefined when there is no such method for these arguments. */
  abstract call(name: string, args: readonly JavaValue[]): JavaValue | undefined
  /** What `#foreach` goes over (of a Map its values); undefined when it cannot. */
  iterate(): Iterable<JavaValue> | undefined {
    return undefined
  }
}
