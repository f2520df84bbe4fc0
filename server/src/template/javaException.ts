/** A Java exception that the Java program would throw here: it ends rendering, with the place of the call. */
export class JavaException extends Error {
  override readonly name: string = 'JavaException'
}

/** The payload cannot be read: the fault of who sent it, not of the template, and API Gateway answers otherwise. */
export class PayloadException extends JavaException {
  override readonly name = 'PayloadException'
}
