import * as vscode from 'vscode'
import type {
  AuthorizerKind,
  NewAuthorizer,
  NewPart,
  PartForm,
  PartTarget,
} from '../../server/src/protocol/parts.ts'

/** Asks for what a new part needs, one thing after the other. */
export interface PartQuestions {
  readonly title: string
  readonly form: PartForm
  /** What is wrong with a part, as the language server tells while somebody types; undefined when nothing is. */
  readonly faultOf: (part: NewPart) => Promise<string | undefined>
}

/** The part with all that it needs; undefined when the user goes away from it. */
export async function completed(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  switch (part.kind) {
    case 'path':
      return questions.form.apiType === 'websocket'
        ? withRouteKey(part, questions)
        : withPath(part, questions)
    case 'method':
      return withMethod(part, questions)
    case 'response':
      return withStatus(part, questions)
    case 'model':
      return withSchema(part, questions)
    case 'authorizer':
      return withAuthorizer(part, questions)
  }
}

async function withPath(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const path = await ask(questions, {
    prompt: vscode.l10n.t('Path, with parameters in braces: /books/{bookId}'),
    value: '/',
    made: text => ({ ...part, path: text, method: 'GET', ...placeholder(questions.form) }),
  })
  return path === undefined ? undefined : withMethod({ ...part, path }, questions)
}

async function withMethod(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const { title, form } = questions
  const items = form.methods.map(method =>
    method === 'ANY'
      ? { label: method, description: vscode.l10n.t('all that have no method of their own') }
      : { label: method },
  )
  const placeHolder = vscode.l10n.t('Method of {0}', part.path ?? '')
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder })
  return picked && withTarget({ ...part, method: picked.label }, questions)
}

async function withRouteKey(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const method = await ask(questions, {
    prompt: vscode.l10n.t(
      'Route key: a value of the selection expression, $connect, $disconnect or $default',
    ),
    value: '',
    made: text => ({ ...part, method: text, ...placeholder(questions.form) }),
  })
  return method === undefined ? undefined : withTarget({ ...part, method }, questions)
}

async function withTarget(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const { title, form } = questions
  const known = form.targets.map(({ target, label, description }) => ({
    label,
    ...(description !== undefined && { description }),
    target,
  }))
  const url = { label: vscode.l10n.t('$(globe) HTTP endpoint…'), target: undefined }
  const items = [...known, ...(form.takesUrl ? [url] : [])]
  const placeHolder = vscode.l10n.t('What answers')
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true })
  if (!picked) return undefined
  if (picked.target) return { ...part, target: picked.target }
  const address = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Address of the endpoint'),
    value: 'https://',
    validateInput: text =>
      /^https?:\/\/[^\s/]+/.test(text) ? undefined : vscode.l10n.t("An address begins with 'https://'"),
  })
  return address === undefined ? undefined : { ...part, target: { type: 'http', url: address } }
}

async function withStatus(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const status = await ask(questions, {
    prompt: vscode.l10n.t('Status of the response'),
    value: '404',
    made: text => ({ ...part, status: text }),
  })
  return status === undefined ? undefined : { ...part, status }
}

async function withSchema(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const name = await ask(questions, {
    prompt: vscode.l10n.t('Name of the model: letters and digits'),
    value: '',
    made: text => ({ ...part, name: text }),
  })
  if (name === undefined) return undefined
  const schema = await ask(questions, {
    prompt: vscode.l10n.t('JSON Schema to begin with'),
    value: '{"type": "object", "properties": {}}',
    made: text => ({ ...part, name, schema: text }),
  })
  return schema === undefined ? undefined : { ...part, name, schema }
}

async function withAuthorizer(part: NewPart, questions: PartQuestions): Promise<NewPart | undefined> {
  const type = await authorizerType(questions)
  if (!type) return undefined
  const name = await ask(questions, {
    prompt: vscode.l10n.t('Name of the authorizer'),
    value: '',
    made: text => ({ ...part, name: text }),
  })
  if (name === undefined) return undefined
  const named = { ...part, name }
  const authorizer = type === 'JWT' ? await jwt(named, questions) : await asked(type, questions)
  return authorizer && { ...named, authorizer }
}

async function authorizerType({ title, form }: PartQuestions): Promise<AuthorizerKind | undefined> {
  const texts: Record<AuthorizerKind, string> = {
    TOKEN: vscode.l10n.t('a function that gets the token of a header'),
    REQUEST: vscode.l10n.t('a function that gets the request'),
    COGNITO_USER_POOLS: vscode.l10n.t('a user pool of Amazon Cognito'),
    JWT: vscode.l10n.t('JSON Web Tokens of an issuer'),
  }
  const items = form.authorizerTypes.map(type => ({ label: type, description: texts[type], type }))
  const placeHolder = vscode.l10n.t('Type of the authorizer')
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.type
}

async function jwt(part: NewPart, questions: PartQuestions): Promise<NewAuthorizer | undefined> {
  const issuer = await ask(questions, {
    prompt: vscode.l10n.t('Issuer of the tokens'),
    value: 'https://',
    made: text => ({ ...part, authorizer: { type: 'JWT', issuer: text, audience: 'any' } }),
  })
  if (issuer === undefined) return undefined
  const audience = await ask(questions, {
    prompt: vscode.l10n.t('Audience: the client id that the tokens are made for'),
    value: '',
    made: text => ({ ...part, authorizer: { type: 'JWT', issuer, audience: text } }),
  })
  return audience === undefined ? undefined : { type: 'JWT', issuer, audience }
}

async function asked(
  type: AuthorizerKind,
  { title, form }: PartQuestions,
): Promise<NewAuthorizer | undefined> {
  const isPool = type === 'COGNITO_USER_POOLS'
  const known = isPool ? form.userPools : form.functions
  const arn = { label: vscode.l10n.t('$(edit) ARN…'), who: undefined }
  const items = [...known.map(who => ({ label: who, who })), arn]
  const placeHolder = isPool ? vscode.l10n.t('User pool') : vscode.l10n.t('Function that decides')
  const picked = known.length === 0 ? arn : await vscode.window.showQuickPick(items, { title, placeHolder })
  if (!picked) return undefined
  if (picked.who !== undefined) return { type, who: picked.who }
  const pattern = isPool
    ? /^arn:[\w-]+:cognito-idp:[\w-]+:\d{12}:userpool\/\S+$/
    : /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:\S+$/
  const who = await vscode.window.showInputBox({
    title,
    prompt: isPool ? vscode.l10n.t('ARN of the user pool') : vscode.l10n.t('ARN of the function'),
    placeHolder: isPool
      ? 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_EXAMPLE'
      : 'arn:aws:lambda:us-east-1:123456789012:function:authorize',
    validateInput: text => (pattern.test(text) ? undefined : vscode.l10n.t('This is no such ARN')),
  })
  return who === undefined ? undefined : { type, who }
}

interface Question {
  readonly prompt: string
  readonly value: string
  /** The part that the text would make. */
  readonly made: (text: string) => NewPart
}

async function ask(
  { title, faultOf }: PartQuestions,
  { prompt, value, made }: Question,
): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    ...{ title, prompt, value, valueSelection: [value.length, value.length], ignoreFocusOut: true },
    validateInput: async given => faultOf(made(given.trim())),
  })
  return text?.trim()
}

/** Any target, so that what is wrong with a path is not that none is chosen yet. */
function placeholder({ targets }: PartForm): { readonly target: PartTarget } {
  return { target: targets[0]?.target ?? { type: 'http', url: 'https://example.com' } }
}
