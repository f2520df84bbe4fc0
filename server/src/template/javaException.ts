/** A Java exception that the Java program would throw here: it ends rendering, with the place of the call. */
export class JavaException extends Error {
  override readonly name = 'JavaException'
}
