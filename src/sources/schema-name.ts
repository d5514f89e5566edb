/** Whether a file says by its "$schema" that it is one of maqal, which may only be as the schema has it. */
export const isOfSchema = (schema: unknown): boolean =>
  typeof schema === 'string' && /(?:^|[/\\])article(?:\.schema)?\.json$/.test(schema)
