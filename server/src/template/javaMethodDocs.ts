/** A method of a value of a template, for completion, hover and signature help. */
export interface JavaMethodDoc {
  readonly name: string
  /** Names of the parameters; those in brackets (`[from]`) may be left out. */
  readonly parameters: readonly string[]
  /** The Java type of what it gives; `void` prints nothing. */
  readonly gives: string
  /** Markdown, a sentence. */
  readonly documentation: string
}

/** The classes whose methods are told. `Array` and `Set` (of keys, entries or values) have some of a List's. */
export type JavaClass = 'Array' | 'Set' | WrittenClass

type WrittenClass = 'Boolean' | 'Integer' | 'List' | 'Map' | 'String'

/** The page of Java's own documentation of a class. */
export const javaClassPages: Readonly<Record<JavaClass, string>> = {
  String: 'https://docs.oracle.com/javase/8/docs/api/java/lang/String.html',
  Array: 'https://velocity.apache.org/engine/1.7/user-guide.html#arrays',
  Set: 'https://docs.oracle.com/javase/8/docs/api/java/util/Set.html',
  List: 'https://docs.oracle.com/javase/8/docs/api/java/util/ArrayList.html',
  Map: 'https://docs.oracle.com/javase/8/docs/api/java/util/LinkedHashMap.html',
  Integer: 'https://docs.oracle.com/javase/8/docs/api/java/lang/Integer.html',
  Boolean: 'https://docs.oracle.com/javase/8/docs/api/java/lang/Boolean.html',
}

// One line each: the call, what it gives, what it does.
const written: Readonly<Record<WrittenClass, string>> = {
  String: `
charAt(index) Character: The character at an index, from 0.
codePointAt(index) Integer: The Unicode code point at an index.
compareTo(other) Integer: Below 0, 0 or above 0, as the text sorts before, with or after the other.
compareToIgnoreCase(other) Integer: As \`compareTo\`, whatever the case.
concat(other) String: The text with the other behind it.
contains(part) Boolean: Whether the part stands in the text.
contentEquals(other) Boolean: Whether both say the same.
endsWith(suffix) Boolean: Whether the text ends so.
equals(other) Boolean: Whether the other is a String that says the same.
equalsIgnoreCase(other) Boolean: Whether both say the same, whatever the case.
getBytes() byte[]: The bytes of the text.
hashCode() Integer: Java's hash of the text.
indexOf(part, [from]) Integer: Where the part stands first, -1 if it does not.
intern() String: The text itself.
isEmpty() Boolean: Whether the text has no characters.
join(delimiter, elements) String: The elements, with the delimiter between them.
lastIndexOf(part, [from]) Integer: Where the part stands last, -1 if it does not.
length() Integer: The number of UTF-16 units.
matches(regex) Boolean: Whether the whole text matches a Java regular expression.
replace(target, replacement) String: The text with every target replaced, read as it stands.
replaceAll(regex, replacement) String: The text with every match of a Java regular expression replaced; \`$1\` is a group.
replaceFirst(regex, replacement) String: The text with the first match of a Java regular expression replaced.
split(regex, [limit]) String[]: The parts between the matches of a Java regular expression; empty ones at the end are left out.
startsWith(prefix, [from]) Boolean: Whether the text begins so.
subSequence(beginIndex, endIndex) String: The part from an index to another, which is not included.
substring(beginIndex, [endIndex]) String: The part from an index to the end, or to another index, which is not included. An index out of range ends the rendering.
toCharArray() char[]: The characters.
toLowerCase() String: The text in lower case.
toString() String: The text itself.
toUpperCase() String: The text in upper case.
trim() String: The text without blanks and control characters around it.
valueOf(value) String: A value as text.`,
  List: `
add([index], element) Boolean: Adds an element at the end, or at an index.
addAll([index], elements) Boolean: Adds the elements of another list.
clear() void: Takes all elements out.
clone() List: A copy of the list.
contains(element) Boolean: Whether an element equals it.
containsAll(elements) Boolean: Whether the list holds all of them.
ensureCapacity(size) void: Does nothing that shows.
equals(other) Boolean: Whether both hold equal elements in the same order.
get(index) Object: The element at an index, from 0. An index out of range ends the rendering.
hashCode() Integer: Java's hash of the list.
indexOf(element) Integer: Where it stands first, -1 if it does not.
isEmpty() Boolean: Whether the list has no elements.
iterator() Iterator: Goes over the elements.
lastIndexOf(element) Integer: Where it stands last, -1 if it does not.
listIterator() Iterator: Goes over the elements.
remove(indexOrElement) Object: Takes out the element at an index, or the first that equals it.
removeAll(elements) Boolean: Takes all of them out.
retainAll(elements) Boolean: Keeps only those.
set(index, element) Object: Puts an element in place of another, which it gives.
size() Integer: The number of elements.
subList(fromIndex, toIndex) List: The part from an index to another, which is not included.
toArray([array]) Object[]: The elements as an array.
toString() String: The elements in brackets.
trimToSize() void: Does nothing that shows.`,
  Map: `
clear() void: Takes all entries out.
clone() Map: A copy of the map.
containsKey(key) Boolean: Whether there is an entry of that key.
containsValue(value) Boolean: Whether some entry has that value.
entrySet() Set: The entries, each with \`key\` and \`value\`.
equals(other) Boolean: Whether both hold equal entries.
get(key) Object: The value of a key, null without one.
getOrDefault(key, value) Object: The value of a key, or the one given.
hashCode() Integer: Java's hash of the map.
isEmpty() Boolean: Whether the map has no entries.
keySet() Set: The keys.
put(key, value) Object: Sets a key, and gives its value before.
putAll(map) void: Sets all keys of another map.
putIfAbsent(key, value) Object: Sets a key that has no value yet.
remove(key, [value]) Object: Takes an entry out, and gives its value.
replace(key, [before], value) Object: Sets a key that is there already, or has that value before.
size() Integer: The number of entries.
toString() String: The entries as Java prints them: \`{key=value}\`.
values() Collection: The values.`,
  Integer: `
byteValue() Byte: The value as 8 bits.
compare(one, other) Integer: -1, 0 or 1, as the one is less, equal or greater.
compareTo(other) Integer: -1, 0 or 1, as the value is less, equal or greater.
doubleValue() Double: The value as a Double.
equals(other) Boolean: Whether the other is the same number of the same class.
floatValue() Float: The value as a Float.
hashCode() Integer: Java's hash of the value.
intValue() Integer: The value as 32 bits.
longValue() Long: The value as 64 bits.
max(one, other) Integer: The greater of both.
min(one, other) Integer: The less of both.
parseInt(text, [radix]) Integer: Reads a number; a text that is none ends the rendering.
shortValue() Short: The value as 16 bits.
signum(value) Integer: -1, 0 or 1.
sum(one, other) Integer: The sum of both.
toBinaryString(value) String: The value in base 2.
toHexString(value) String: The value in base 16.
toOctalString(value) String: The value in base 8.
toString([value], [radix]) String: The value as text.
valueOf(text, [radix]) Integer: Reads a number; a text that is none ends the rendering.
bitCount(value) Integer: How many bits are set.`,
  Boolean: `
booleanValue() Boolean: The value itself.
compareTo(other) Integer: Below 0, 0 or above 0: false sorts before true.
equals(other) Boolean: Whether the other is the same.
hashCode() Integer: Java's hash of the value.
toString() String: \`true\` or \`false\`.
parseBoolean(text) Boolean: Whether a text is \`true\`, whatever the case.
valueOf(value) Boolean: A Boolean of a Boolean or of a text.`,
}

/** The methods of a class that this engine runs. */
export function javaMethodsOf(javaClass: JavaClass): readonly JavaMethodDoc[] {
  const known = read.get(javaClass)
  if (known) return known
  const names = someOfList.get(javaClass)
  const made = names
    ? javaMethodsOf('List').filter(({ name }) => names.includes(name))
    : written[javaClass as WrittenClass].trim().split('\n').map(methodOf)
  read.set(javaClass, made)
  return made
}

const someOfList: ReadonlyMap<JavaClass, readonly string[]> = new Map<JavaClass, readonly string[]>([
  [
    'Array',
    'contains containsAll equals get hashCode indexOf isEmpty iterator lastIndexOf set size subList toString'.split(
      ' ',
    ),
  ],
  [
    'Set',
    'clear contains containsAll equals hashCode isEmpty iterator remove removeAll retainAll size toArray toString'.split(
      ' ',
    ),
  ],
])

const read = new Map<JavaClass, readonly JavaMethodDoc[]>()

function methodOf(line: string): JavaMethodDoc {
  const [, name = '', parameters = '', gives = '', documentation = ''] =
    /^(\w+)\(([^)]*)\) (\S+): (.*)$/.exec(line) ?? []
  return { name, parameters: parameters === '' ? [] : parameters.split(', '), gives, documentation }
}
