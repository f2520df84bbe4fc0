const iso = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/

/** Milliseconds since 1970 of a date of a policy: one of W3C's ISO 8601 profile, or epoch seconds; NaN for neither. */
export function readDate(text: string): number {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (!iso.test(text)) return NaN
  // Without a zone, Date.parse would take the machine's; a policy means UTC.
  const hasTime = text.includes('T')
  const zoned = hasTime && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text
  return Date.parse(zoned)
}

/** Whether a date is written as epoch seconds. */
export function isEpoch(text: string): boolean {
  return /^\d{5,}(\.\d+)?$/.test(text)
}
