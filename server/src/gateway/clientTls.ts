/** How a client's connection is secured. */
export interface ClientTls {
  /** `TLSv1.3` */
  readonly version: string
  /** As OpenSSL names it: `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string
  /** The host that the client asked for in its handshake (SNI); unset for an address. */
  readonly serverName?: string
  /** Set when a domain name asked for a certificate and the client's is trusted. */
  readonly clientCert?: ClientCert
  /** Why the client's certificate is not trusted, or that there was none: in the words of AWS's execution logs where it has some. */
  readonly certificateFault?: string
}

/**
 * A client's certificate as events and `$context.identity.clientCert` show it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export interface ClientCert {
  readonly clientCertPem: string
  /** `C=US,ST=Washington,O=Amazon Web Services,CN=client`: in the certificate's own order. */
  readonly subjectDN: string
  readonly issuerDN: string
  /** As OpenSSL prints it: `1`, or `a1:b2:…` when it is longer than eight bytes. */
  readonly serialNumber: string
  /** `May 28 12:30:02 2019 GMT` */
  readonly validity: { readonly notBefore: string; readonly notAfter: string }
}
