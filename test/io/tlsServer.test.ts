import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { request } from 'node:https'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { generate } from 'selfsigned'
import { headTooLarge } from '../../server/src/gateway/frontEnd.ts'
import type { ClientTls } from '../../server/src/gateway/clientTls.ts'
import type { KeyPair } from '../../server/src/io/certificates.ts'
import {
  clientCertificate,
  readKeyPair,
  readTruststore,
  serverCertificate,
} from '../../server/src/io/certificates.ts'
import type { Listener } from '../../server/src/io/sockets.ts'
import { listen } from '../../server/src/io/sockets.ts'
import { fidelity } from '../support/fidelity.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-tls-'))
let server: KeyPair
let authority: KeyPair
let client: KeyPair
let stranger: KeyPair

const dated = {
  notBeforeDate: new Date('2024-05-28T12:30:02Z'),
  notAfterDate: new Date('2044-08-05T09:36:04Z'),
}

beforeAll(async () => {
  server = await serverCertificate(folder, ['localhost', 'api.example.com', '127.0.0.1'])
  const made = await generate([{ name: 'commonName', value: 'Shop CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...dated,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  authority = { cert: made.cert, key: made.private }
  client = await signed('Till', authority)
  stranger = await clientCertificate(folder, 'stranger')
}, 60_000)

async function signed(name: string, ca: KeyPair): Promise<KeyPair> {
  const attributes = [
    { name: 'countryName', value: 'SE' },
    { name: 'organizationName', value: 'Shop' },
    { name: 'commonName', value: name },
  ]
  const made = await generate(attributes, { keyType: 'ec', algorithm: 'sha256', ca, ...dated })
  return { cert: made.cert, key: made.private }
}

let listener: Listener | undefined
afterEach(() => listener?.close())

/** How the connection of a request looks to the gateway. */
async function seen(
  options: RequestOptions,
  minVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.2',
): Promise<ClientTls> {
  const got: ClientTls[] = []
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    onProblem: message => expect.fail(message),
    headTooLarge: () => headTooLarge,
    mostConnections: 100,
    handle: async ({ tls }) => {
      if (tls) got.push(tls)
      return { status: 200, headers: [], body: Buffer.from('ok') }
    },
    tls: {
      ...server,
      asksForCertificates: true,
      truststoreOf: host => (host === 'api.example.com' ? authority.cert : undefined),
      minVersionOf: () => minVersion,
    },
  })
  await sent({ port: listener.port, ca: server.cert, ...options })
  const [tls] = got
  if (!tls) throw new Error('no request came over TLS')
  return tls
}

function sent(options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', path: '/', agent: false, ...options }, response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
}

describe('HTTPS', () => {
  it('is spoken with the certificate of this machine, which a client that trusts it takes', async () => {
    expect(await seen({ servername: 'localhost' })).toEqual({
      version: 'TLSv1.3',
      cipherSuite: expect.stringMatching(/^TLS_/) as string,
      serverName: 'localhost',
      certificateFault: 'the client sent no certificate',
    })
  })

  it('is refused in a version that the security policy does not take', async () => {
    await expect(seen({ servername: 'localhost', maxVersion: 'TLSv1.2' }, 'TLSv1.3')).rejects.toThrow(
      /disconnected|hang up|ECONNRESET/,
    )
    await listener?.close()
    expect((await seen({ servername: 'localhost', maxVersion: 'TLSv1.2' })).version).toBe('TLSv1.2')
  })
})

describe('a host with a truststore', () => {
  fidelity(
    'Hosts, stages and domain names',
    'Mutual TLS: a truststore for each host, and why a certificate is not taken',
    {
      by: 'documentation',
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
    },
  )

  it('tells of a certificate that one of its authorities signed, as AWS writes it', async () => {
    const { clientCert, certificateFault } = await seen({ servername: 'api.example.com', ...client })
    expect(certificateFault).toBeUndefined()
    expect(clientCert).toEqual({
      clientCertPem: expect.stringMatching(
        /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/,
      ) as string,
      subjectDN: 'C=SE,O=Shop,CN=Till',
      issuerDN: 'CN=Shop CA',
      serialNumber: expect.stringMatching(/^(\d+|[0-9a-f]{2}(:[0-9a-f]{2})+)$/) as string,
      validity: { notBefore: 'May 28 12:30:02 2024 GMT', notAfter: 'Aug  5 09:36:04 2044 GMT' },
    })
  })

  it('tells why it takes no other', async () => {
    const faultOf = async (options: RequestOptions) =>
      (await seen({ servername: 'api.example.com', ...options })).certificateFault
    expect(await faultOf({})).toBe('the client sent no certificate')
    await listener?.close()
    expect(await faultOf(stranger)).toBe('self signed certificate')
    await listener?.close()
    const other = await signed('Thief', await signed('Nobody', authority))
    expect(await faultOf(other)).toBe('Could not find issuer for certificate')
  })

  it('has a truststore of its own: the certificate counts for nothing at another host', async () => {
    expect((await seen({ servername: 'localhost', ...client })).clientCert).toBeUndefined()
  })
})

describe('certificates', () => {
  it('are kept for the same names, readable by their owner alone', async () => {
    const again = await serverCertificate(folder, ['127.0.0.1', 'localhost', 'api.example.com'])
    expect(again.cert).toBe(server.cert)
    expect(readFileSync(again.file, 'utf8')).toBe(again.cert)
    expect(statSync(again.file.replace(/pem$/, 'json')).mode & 0o077).toBe(0)
    expect((await serverCertificate(folder, ['localhost'])).cert).not.toBe(server.cert)
    expect((await clientCertificate(folder, 'stranger')).cert).toBe(stranger.cert)
  })

  it('are made anew when what lies there is none', async () => {
    const { file } = await clientCertificate(folder, 'broken')
    writeFileSync(file.replace(/pem$/, 'json'), '{"cert": "no", "key": "none"}')
    expect((await clientCertificate(folder, 'broken')).cert).toContain('BEGIN CERTIFICATE')
  })

  it('of the user are refused with what is wrong with them', () => {
    const file = (name: string, text: string) => {
      const place = path.join(folder, name)
      writeFileSync(place, text)
      return place
    }
    const cert = file('cert.pem', client.cert)
    const key = file('key.pem', client.key)
    expect(readKeyPair(cert, key)).toEqual(client)
    expect(readKeyPair(cert, file('other.pem', authority.key))).toMatch(
      /^the key '.*other\.pem' is not that of/,
    )
    expect(readKeyPair(key, key)).toMatch(/key\.pem' holds no certificate in PEM/)
    expect(readKeyPair(cert, cert)).toMatch(/cert\.pem' is no private key in PEM$/)
    expect(readKeyPair(cert, path.join(folder, 'missing.pem'))).toMatch(/missing\.pem' cannot be read$/)
    const sealed = file(
      'sealed.pem',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
    )
    expect(readKeyPair(cert, sealed)).toMatch(/is encrypted/)
    const second = client.cert + '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    expect(readTruststore(file('bad.pem', second))).toMatch(/cannot be read, the one in place 2$/)
    expect(readTruststore(cert)).toEqual({ pem: client.cert })
    rmSync(folder, { recursive: true, force: true })
  })
})
