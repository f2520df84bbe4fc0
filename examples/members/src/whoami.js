/** Tells the caller what the gateway found out about it. */
exports.handler = async ({ requestContext: { authorizer, identity } }) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    ...(authorizer?.claims && { user: authorizer.claims.sub, groups: authorizer.claims['cognito:groups'] }),
    ...(authorizer?.principalId && { partner: authorizer.principalId }),
    ...(identity.userArn && { principal: identity.userArn }),
    ...(identity.apiKeyId && { apiKey: identity.apiKeyId }),
    sourceIp: identity.sourceIp,
  }),
})
