import * as vscode from 'vscode'
import { looksLikeDefinition } from './definitionProbe.ts'
import { isThere, redHatYaml } from './neighbours.ts'

/**
 * CloudFormation's short tags as `yaml.customTags` of Red Hat's extension takes them: with the kinds of values that each may
 * have. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const customTags: readonly string[] = [
  '!And sequence',
  '!Base64 scalar',
  '!Base64 mapping',
  '!Cidr sequence',
  '!Condition scalar',
  '!Contains sequence',
  '!EachMemberEquals sequence',
  '!EachMemberIn sequence',
  '!Equals sequence',
  '!FindInMap sequence',
  '!GetAtt scalar',
  '!GetAtt sequence',
  '!GetAZs scalar',
  '!GetAZs mapping',
  '!If sequence',
  '!ImportValue scalar',
  '!ImportValue mapping',
  '!Join sequence',
  '!Length sequence',
  '!Length mapping',
  '!Not sequence',
  '!Or sequence',
  '!Ref scalar',
  '!RefAll scalar',
  '!Select sequence',
  '!Split sequence',
  '!Sub scalar',
  '!Sub sequence',
  '!ToJsonString mapping',
  '!ToJsonString sequence',
  '!Transform mapping',
  '!ValueOf sequence',
  '!ValueOfAll sequence',
]

/** `globalState`: the advice was given, and is not given again. */
const given = 'gatehouse.customTagsAdvised'

/**
 * Red Hat's extension marks each `!Ref` as unknown until its user lists the tags. Their settings are theirs: what to write
 * there is said once, when a template is shown.
 */
export function adviseCustomTags(context: vscode.ExtensionContext): vscode.Disposable {
  const look = (editor: vscode.TextEditor | undefined) => {
    if (editor && !context.globalState.get<boolean>(given) && needsTags(editor.document)) void advise(context)
  }
  look(vscode.window.activeTextEditor)
  return vscode.window.onDidChangeActiveTextEditor(look)
}

function needsTags(document: vscode.TextDocument): boolean {
  if (document.languageId !== 'yaml' || !isThere(redHatYaml)) return false
  const text = document.getText()
  if (!looksLikeDefinition(text)) return false
  const known = vscode.workspace.getConfiguration('yaml', document.uri).get<string[]>('customTags') ?? []
  return usesUnknownTag(text, known)
}

/** Whether a text uses one of CloudFormation's short tags that a list for `yaml.customTags` does not have. */
export function usesUnknownTag(text: string, known: readonly string[]): boolean {
  const listed = new Set(known.map(tag => tag.split(' ')[0]))
  const missing = new Set(customTags.map(tag => tag.split(' ')[0]).filter(name => !listed.has(name)))
  return [...text.matchAll(/(?:^|[\s[,{:-])(![A-Za-z\d]+)(?=[\s"'[{]|$)/gm)].some(([, tag]) =>
    missing.has(tag),
  )
}

async function advise({ globalState }: vscode.ExtensionContext): Promise<void> {
  await globalState.update(given, true)
  const copy = vscode.l10n.t('Copy Tags and Open settings.json')
  const show = vscode.l10n.t('Show Setting')
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "The YAML extension marks CloudFormation's short tags such as !Ref as unknown, because its setting 'yaml.customTags' does not list them. Gatehouse leaves that setting to you.",
    ),
    copy,
    show,
  )
  if (chosen === copy) {
    await vscode.env.clipboard.writeText(`"yaml.customTags": ${JSON.stringify(customTags, undefined, 2)}`)
    await vscode.commands.executeCommand('workbench.action.openSettingsJson')
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('The tags are copied: paste them into these settings'),
      10_000,
    )
  } else if (chosen === show) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'yaml.customTags')
  }
}
