import type { Filter } from './breakpoints.ts'

/** Steps that requests are held up at, as checkboxes: what is held up, and what one sees then. */
export const breakpointFilters: readonly (readonly [Filter, string, string])[] = [
  ['requests', 'Request arrives', 'Before the method request: the request can be changed'],
  ['authorizer', 'Authorizer has decided', 'After the authorizer'],
  ['integrationRequest', 'Integration request is made', 'What goes to the backend can be changed'],
  ['backendAnswers', 'Backend has answered', 'What came back can be changed'],
  ['responses', 'Response is made', 'What goes to the client can be changed'],
  ['failures', 'A step fails', 'Where a template fails, and after the step that decides a 4xx or 5xx'],
]
