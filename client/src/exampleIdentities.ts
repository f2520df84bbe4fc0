/** What a new identities file begins with: one caller of each kind, explained. */
export const exampleIdentities = `// Who may call the gateways of this folder. The Invoke panel sends as one of them (tab Auth);
// 'gatehouse serve --identities FILE' and 'gatehouse policy who --identity FILE' read the same file.
// It holds no secrets: tokens and access keys are made on this machine.
[
  // A user of a user pool. The panel sends an id token, or an access token where the route asks for scopes.
  { "name": "ann", "groups": ["admins"], "claims": { "email": "ann@example.com" } },

  // An access token with scopes, for routes with scopes and for JWT authorizers.
  { "name": "reader", "token": { "use": "access", "scopes": ["orders/read"] } },

  // An IAM principal: its requests are signed. A role or user of the definition has the policies stated there.
  { "name": "batch", "principal": "arn:aws:iam::123456789012:role/batch" },

  // What a Lambda authorizer of your own understands.
  { "name": "partner", "headers": { "Authorization": "Bearer partner" } },

  // Sends an API key of a usage plan; the id of a key picks one: "apiKey": "PartnerKey".
  { "name": "shop", "apiKey": true },

  // Calls from this address, as resource policies see it.
  { "name": "office", "sourceIp": "203.0.113.10" }
]
`
