/** Lambda's limit for what a function returns, in bytes: 6 MB and a little. */
export const largestPayload = 6_291_556

/** Lambda's error for more. */
export const resultTooLarge = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${largestPayload} bytes).`,
} as const
