import { expect, it } from 'vitest'
import { keptSubject } from '../../client/src/apiSubject.ts'
import { panelHtml } from '../../client/src/panelHtml.ts'

const given = {
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://file.example/dist/panel.js',
  style: 'https://file.example/dist/panel.css',
  nonce: 'Zm9v',
  language: 'en',
  title: 'GET /books/{bookId}"><script>alert(1)</script>',
}
const page = panelHtml(given)

it('the page of the panel allows nothing but its own files', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1]
  expect(policy).toBe(
    "default-src 'none'; script-src 'nonce-Zm9v'; style-src https://*.vscode-cdn.net 'nonce-Zm9v'; " +
      'font-src https://*.vscode-cdn.net; img-src https://*.vscode-cdn.net data:',
  )
})

it('the page of the panel has one script, by nonce, and nothing inline', () => {
  expect(page.match(/<script[^>]*>/g)).toEqual([
    '<script nonce="Zm9v" src="https://file.example/dist/panel.js">',
  ])
  expect(page).not.toMatch(/\sstyle=|<style|\son\w+=/)
})

it('the page of a panel that is about an API says which, whatever its name', () => {
  const subject = { definition: 'file:///t.yaml', apiId: 'Shop', name: '"><script>alert(1)</script>&quot;' }
  const html = panelHtml({ ...given, subject })
  const attribute = /<div id="root" data-subject="([^"]*)"><\/div>/.exec(html)?.[1] ?? ''
  const entities: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&' }
  const text = attribute.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
  expect(JSON.parse(text)).toEqual(subject)
  expect(html.match(/<script/g)).toHaveLength(1)
})

it('a kept page that names no API is not made again', () => {
  const subject = { definition: 'file:///t.yaml', apiId: 'Shop', name: 'Shop' }
  expect(keptSubject({ subject, zoom: 1 })).toEqual(subject)
  const others = [null, 'x', [], {}, { subject: null }, { subject: { ...subject, name: 1 } }]
  expect(others.map(keptSubject)).toEqual(others.map(() => undefined))
})
