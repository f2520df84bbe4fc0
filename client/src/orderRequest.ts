import path from 'node:path'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import { typeOfFile } from './fileTypes.ts'
import type { HowSent } from './gateways.ts'
import type { BodySource, FormPart, Order } from './panelMessages.ts'

/** What making a request of an order needs of the machine. */
export interface OrderSurroundings {
  /** Rejects where the file cannot be read. */
  readonly readFile: (file: string) => Promise<Uint8Array>
  /** Stands between the parts of a form; another one each time. */
  readonly boundary: () => string
}

/** A request as the gateway takes it, its files read; rejects with what is wrong with them, for the user. */
export async function requestOfOrder(
  order: Order,
  around: OrderSurroundings,
): Promise<{ readonly request: InvokeRequest; readonly how: HowSent }> {
  const { request, stage, identity, circumstances, body } = order
  const { certificateFile, ...others } = circumstances ?? {}
  const certificate =
    certificateFile === undefined
      ? {}
      : { clientCertificate: new TextDecoder().decode(await readWhole(certificateFile, around)) }
  return {
    request: body ? await withBody(request, body, around) : request,
    how: {
      ...(stage !== '' && { stage }),
      ...(identity !== undefined && { identity }),
      ...(circumstances && { circumstances: { ...others, ...certificate } }),
    },
  }
}

async function withBody(
  request: InvokeRequest,
  body: BodySource,
  around: OrderSurroundings,
): Promise<InvokeRequest> {
  if (body.type === 'file') {
    return { ...request, bodyBase64: base64(await readWhole(body.path, around)) }
  }
  const boundary = around.boundary()
  const parts = await Promise.all(body.parts.map(part => formPart(part, boundary, around)))
  const bytes = joined([...parts.flat(), utf8(`--${boundary}--\r\n`)])
  const type = ['Content-Type', `multipart/form-data; boundary=${boundary}`] as const
  const others = request.headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  return { ...request, headers: [type, ...others], bodyBase64: base64(bytes) }
}

/**
 * A field of a form. Names are written as browsers do, so that a quote or a line end in one cannot begin a header.
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
async function formPart(
  { name, value = '', path: file }: FormPart,
  boundary: string,
  around: OrderSurroundings,
): Promise<Uint8Array[]> {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`
  // Line ends of a text are those of the network.
  if (file === undefined) return [utf8(`${head}\r\n\r\n${value.replace(/\r\n?|\n/g, '\r\n')}\r\n`)]
  const fileName = escaped(path.basename(file))
  const type = typeOfFile(file)
  return [
    utf8(`${head}; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`),
    await readWhole(file, around),
    utf8('\r\n'),
  ]
}

/** Bytes; AWS takes 10 MB at most, and a little more may be sent to see that. */
const longestFile = 50_000_000

async function readWhole(file: string, { readFile }: OrderSurroundings): Promise<Uint8Array> {
  const name = path.basename(file)
  const bytes = await readFile(file).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`'${name}' cannot be read: ${reason}`)
  })
  if (bytes.length > longestFile) throw new Error(`'${name}' is larger than 50 MB; API Gateway takes 10 MB`)
  return bytes
}

function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
