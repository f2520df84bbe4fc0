import { X509Certificate } from 'node:crypto'
import type { Definition } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import { clientCertificate } from '../io/certificates.ts'

/**
 * The certificates that the stages of a definition show their backends, as AWS lists them.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_ClientCertificate.html
 */
export async function listClientCertificates({ apis, surroundings }: Definition) {
  const descriptions = new Map(
    surroundings.clientCertificates.map(({ id, description }) => [id, valueOf(description)]),
  )
  const named = apis.flatMap(({ stages }) =>
    stages.flatMap(({ clientCertificateId }) => valueOf(clientCertificateId) ?? []),
  )
  const ids = [...new Set([...descriptions.keys(), ...named])]
  return Promise.all(
    ids.map(async id => {
      const { cert } = await clientCertificate(cacheFolder(), id)
      const { validFrom, validTo } = new X509Certificate(cert)
      const description = descriptions.get(id)
      return {
        clientCertificateId: id,
        ...(description !== undefined && { description }),
        pemEncodedCertificate: cert,
        createdDate: new Date(validFrom).toISOString(),
        expirationDate: new Date(validTo).toISOString(),
      }
    }),
  )
}
