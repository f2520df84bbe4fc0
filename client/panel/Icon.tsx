/** A codicon; decoration only, its meaning is said by a word beside it or by `label`. */
export function Icon({ name, class: extra = '', label }: { name: string; class?: string; label?: string }) {
  const className = `codicon codicon-${name} ${extra}`
  return label ? (
    <i class={className} role="img" aria-label={label} title={label} />
  ) : (
    <i class={className} aria-hidden="true" />
  )
}

/** The turning circle of something under way. */
export function Spinner() {
  return <Icon name="loading" class="acc codicon-modifier-spin" />
}
