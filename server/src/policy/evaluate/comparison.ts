import type { BaseOperator, Comparison } from '../conditionOperator.ts'
import { readDate } from '../dateValue.ts'
import { rangeHolds, readIpRange } from '../ipRange.ts'
import { arnFields } from '../arn.ts'
import type { Pattern, Tokens, ValueOfKey } from './pattern.ts'
import { arnTokens, matchesTokens, readPattern, textOfTokens, tokensFor } from './pattern.ts'

/**
 * Compares a value of the request with one value of the policy, negation left aside; undefined when a variable in the
 * policy's value has no value.
 */
export type Compare = (found: string, valueOf: ValueOfKey) => boolean | undefined

/** The comparison that an operator does with a value of the policy. */
export function comparisonFor(base: BaseOperator, value: string, hasVariables: boolean): Compare {
  switch (base.kind) {
    case 'String':
      return stringComparison(base.comparison, value, hasVariables)
    case 'Arn':
      return arnComparison(readPattern(value, { hasVariables, hasWildcards: true }))
    case 'Numeric':
      return orderComparison(base.comparison, readNumber(value), readNumber)
    case 'Date':
      return orderComparison(base.comparison, readDate(value), readDate)
    case 'IpAddress':
      return ipComparison(value)
    case 'Bool':
    case 'Null': {
      const wanted = value.toLowerCase()
      return found => found.toLowerCase() === wanted
    }
    case 'Binary':
      return found => found === value
  }
}

function stringComparison(comparison: Comparison, value: string, hasVariables: boolean): Compare {
  if (comparison === 'like') {
    return tokenComparison(readPattern(value, { hasVariables, hasWildcards: true }), matchesTokens)
  }
  const pattern = readPattern(value, { hasVariables, hasWildcards: false })
  if (comparison !== 'equalsIgnoreCase') return textComparison(pattern, (text, found) => text === found)
  return textComparison(pattern, (text, found) => text.toLowerCase() === found.toLowerCase())
}

function textComparison(pattern: Pattern, compare: (text: string, found: string) => boolean): Compare {
  if (pattern.type === 'fixed') {
    const text = textOfTokens(pattern.tokens)
    return found => compare(text, found)
  }
  return tokenComparison(pattern, (tokens, found) => compare(textOfTokens(tokens), found))
}

function tokenComparison(pattern: Pattern, compare: (tokens: Tokens, found: string) => boolean): Compare {
  return (found, valueOf) => {
    const tokens = tokensFor(pattern, valueOf)
    return tokens && compare(tokens, found)
  }
}

// Each of the six fields by itself, so a wildcard does not cross a colon; an ARN without six matches nothing.
function arnComparison(pattern: Pattern): Compare {
  const fixed = pattern.type === 'fixed' ? arnTokens(pattern.tokens) : undefined
  return (found, valueOf) => {
    const tokens = fixed ? undefined : tokensFor(pattern, valueOf)
    const fields = fixed ?? (tokens && arnTokens(tokens))
    if (!fields) return undefined
    const parts = arnFields(found)
    return parts.length === 6 && fields.every((field, index) => matchesTokens(field, parts[index] ?? ''))
  }
}

function orderComparison(comparison: Comparison, wanted: number, read: (text: string) => number): Compare {
  return text => {
    const found = read(text)
    if (comparison === 'less') return found < wanted
    if (comparison === 'lessOrEqual') return found <= wanted
    if (comparison === 'greater') return found > wanted
    if (comparison === 'greaterOrEqual') return found >= wanted
    return found === wanted
  }
}

function ipComparison(value: string): Compare {
  const range = readIpRange(value)
  return text => {
    const found = readIpRange(text)
    return range !== undefined && found !== undefined && rangeHolds(range, found)
  }
}

function readNumber(text: string): number {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN
}
