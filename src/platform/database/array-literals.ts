/**
 * An array as PostgreSQL reads it, `{"a","b",NULL}`, made at once; the driver would look at every character of every
 * element. What is not plain text, a whole number, a truth value or null is left to the driver, as it was given.
 */
export function arrayLiteral(values: readonly unknown[]): string | readonly unknown[] {
  if (!values.every(isPlain)) return values;
  const json = JSON.stringify(values);
  // A backslash means something else in JSON, and stands there for every character that is not written as it is.
  return json.includes('\\') ? values : `{${json.slice(1, -1)}}`;
}

function isPlain(value: unknown): boolean {
  const type = typeof value;
  return (
    type === 'string' ||
    type === 'boolean' ||
    value === null ||
    value === undefined ||
    (type === 'number' && Number.isSafeInteger(value))
  );
}
