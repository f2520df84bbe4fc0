/** Requests that one repetition sends at most, and how many of them at a time. */
export const mostRepeats = 1000
export const mostAtOnce = 50
