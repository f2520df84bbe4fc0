import type { Position } from '../base/text.ts'
import { offsetAt } from '../base/text.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { jsonSite } from './jsonSite.ts'
import type { Site } from './site.ts'
import { yamlSite } from './yamlSite.ts'

interface Asked {
  readonly offset: number
  readonly site: Site | undefined
}

const lastAsked = new WeakMap<SourceDocument, Asked>()

/** Finds out what is being written at a position; undefined inside comments and text blocks. */
export function siteAt(document: SourceDocument, position: Position): Site | undefined {
  const offset = offsetAt(document.lines, position, document.text)
  const asked = lastAsked.get(document)
  // Policies ask first, then all others.
  if (asked?.offset === offset) return asked.site
  const site = document.language === 'json' ? jsonSite(document, offset) : yamlSite(document, offset)
  lastAsked.set(document, { offset, site })
  return site
}
