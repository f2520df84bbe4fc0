/** Shows what the function gets: the event of payload format 2.0. */
export const handler = async event => ({ greeting: event.stageVariables?.greeting, event })
