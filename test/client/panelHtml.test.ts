import { expect, it } from 'vitest'
import { panelHtml } from '../../client/src/panelHtml.ts'

const page = panelHtml({
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://file.example/dist/panel.js',
  style: 'https://file.example/dist/panel.css',
  nonce: 'Zm9v',
  language: 'en',
  title: 'GET /books/{bookId}"><script>alert(1)</script>',
})

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
