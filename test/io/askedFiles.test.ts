import { expect, it } from 'vitest'
import { createAskedFiles } from '../../server/src/io/askedFiles.ts'
import { fileToUri, uriToFile } from '../../server/src/io/uriFiles.ts'
import type { FileAnswer, FileKind, FileQuestion } from '../../server/src/protocol/files.ts'

const root = 'vscode-vfs://github/shop'

/** Files behind a client that holds `texts`, by their path in the shop. */
function asked(texts: Record<string, string>) {
  const messages: string[][] = []
  const arrived: string[] = []
  const below = (path: string) =>
    Object.keys(texts).filter(name => name.startsWith(path === '' ? '' : `${path}/`))
  const answer = ({ uri, want }: FileQuestion): FileAnswer => {
    const path = uriToFile(uri).slice(root.length + 1)
    const text = texts[path]
    const isFolder = below(path).length > 0
    if (want === 'text') return text === undefined ? {} : { text }
    if (want === 'kind') return text !== undefined ? { kind: 'file' } : isFolder ? { kind: 'folder' } : {}
    const start = path === '' ? 0 : path.length + 1
    const names = new Map<string, FileKind>(
      below(path).map(each => {
        const [name = '', ...rest] = each.slice(start).split('/')
        return [name, rest.length > 0 ? 'folder' : 'file']
      }),
    )
    return { names: [...names] }
  }
  const files = createAskedFiles(
    async questions => {
      messages.push(questions.map(({ uri, want }) => `${want} ${uriToFile(uri).slice(root.length + 1)}`))
      return questions.map(answer)
    },
    paths => arrived.push(...paths),
  )
  return { ...files, messages, arrived }
}

it('brings what an answer looks at, and what that leads to, before the answer counts', async () => {
  const { files, whole, messages, arrived } = asked({ 'api.yaml': 'parts/a.yaml', 'parts/a.yaml': 'found' })
  const follow = () => {
    const next = files.read(`${root}/api.yaml`)
    return next === undefined ? 'missing' : files.read(files.resolve(root, next))
  }
  expect(await whole(follow)).toBe('found')
  expect(messages).toEqual([['text api.yaml'], ['text parts/a.yaml']])
  expect(arrived).toEqual([`${root}/api.yaml`, `${root}/parts/a.yaml`])
  // What is known is not asked for again.
  expect(await whole(follow)).toBe('found')
  expect(messages).toHaveLength(2)
})

it('tells nobody of a file that is not there, as was taken for granted', async () => {
  const { files, whole, arrived, messages } = asked({})
  const look = () => [files.kind(`${root}/src/app.js`), files.read(`${root}/src/app.js`)]
  expect(await whole(look)).toEqual([undefined, undefined])
  expect(arrived).toEqual([])
  expect(messages).toEqual([['kind src/app.js', 'text src/app.js']])
})

it('looks anew at what was forgotten, and at the folders that a new file makes', async () => {
  const texts: Record<string, string> = {}
  const { files, whole, forget } = asked(texts)
  const look = () => [files.kind(`${root}/src`), files.kind(`${root}/src/app.js`), files.list(`${root}/src`)]
  expect(await whole(look)).toEqual([undefined, undefined, []])
  texts['src/app.js'] = ''
  expect(await whole(look)).toEqual([undefined, undefined, []])
  forget(`${root}/src/app.js`)
  expect(await whole(look)).toEqual(['folder', 'file', ['app.js']])
  delete texts['src/app.js']
  forget(`${root}/src`)
  expect(await whole(look)).toEqual([undefined, undefined, []])
})

it('finds the definitions of a folder level by level, and knows from then on what is there', async () => {
  const { findDefinitions, files, messages, whole } = asked({
    'api.yaml': '',
    'b/template.json': '',
    'b/app.js': '',
    'node_modules/x/openapi.yaml': '',
    'old/api.yaml': '',
    'cdk.out/manifest.json': '',
    'cdk.out/stack.template.json': '',
  })
  const found = await findDefinitions(root, ['old/**'])
  expect(found).toEqual(
    ['api.yaml', 'b/template.json', 'cdk.out/manifest.json'].map(name => `${root}/${name}`),
  )
  const before = messages.length
  expect(await whole(() => [files.kind(`${root}/b/app.js`), files.kind(`${root}/b/gone.js`)])).toEqual([
    'file',
    undefined,
  ])
  expect(messages).toHaveLength(before)
})

it('goes on without the files of a client that does not answer', async () => {
  const { files, whole } = createAskedFiles(
    () => Promise.reject(new Error('gone')),
    () => {},
  )
  expect(await whole(() => files.read(`${root}/api.yaml`))).toBeUndefined()
})

it('asks for nothing beside a document that has no folder', async () => {
  const { files, whole, messages } = asked({})
  expect(
    await whole(() => files.read(files.resolve(files.folderOf('untitled:Untitled-1'), 'parts.yaml'))),
  ).toBeUndefined()
  expect(messages).toEqual([])
})

it.each([
  'vscode-vfs://github/o/r/my%20api%20%281%29.yaml',
  'memfs:/a/%C3%BC.yaml',
  'file:///c%3A/a.yaml',
  'untitled:Untitled-1',
])('leads from a URI to a path and back: %s', uri => {
  expect(fileToUri(uriToFile(uri))).toBe(uri)
})
