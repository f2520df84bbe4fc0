/** Lets in whoever brings the token of a partner: `Bearer partner-NAME`. */
exports.handler = async ({ authorizationToken, methodArn }) => {
  const [, partner] = /^Bearer partner-(\w+)$/.exec(authorizationToken) ?? []
  if (!partner) throw new Error('Unauthorized')
  return {
    principalId: partner,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
    },
  }
}
