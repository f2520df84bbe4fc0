export function whyMarkdown(): Promise<string>
