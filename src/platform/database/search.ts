/** A search text as a LIKE pattern that finds it anywhere: `%` and `_` in it mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** LIMIT and OFFSET of a page; pages are counted from 1. */
export function limits(query: { page: number; size: number }): { limit: number; offset: number } {
  return { limit: query.size, offset: (query.page - 1) * query.size };
}
