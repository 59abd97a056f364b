/**
 * Does what a job has to do for each of many, one after the other, so that one that fails does not hold up the others.
 * Fails in the end with all that failed: a job must look failed to its queue. `what`: `leases`, for the message.
 */
export async function eachAlone<Item>(
  items: readonly Item[],
  what: string,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${items.length} ${what} failed.`);
}
