/** Whether a file is a mapping template by its name: `.vtl`, `.vm`. */
export function isTemplateFile(file: string): boolean {
  return /\.(vtl|vm)$/i.test(file)
}
