import { checkHistory } from './check-history.js';
import { isDefinite } from './rush-requests.js';
import type { History, Told } from './rush-history.js';

/** What is wrong with a rush in which everybody asks once for one place that the rules allow them. */
export function checkRush(history: History, people: number): string[] {
  const { told, bookings } = history;
  const wrong = checkHistory(history);
  const answered = new Set(told.filter((one) => one.act === 'book' && isDefinite(one)).map(({ person }) => person));
  if (answered.size !== people) wrong.push(`${answered.size} of ${people} were answered.`);
  if (bookings.length !== people) wrong.push(`There are ${bookings.length} bookings of ${people} people.`);
  return [...wrong, ...told.flatMap((one, index) => checkRefusal(one, told.slice(0, index)))];
}

/** A key brings back the answer that got lost. Without one, a refusal says that an earlier try had been carried out. */
function checkRefusal(one: Told, earlier: readonly Told[]): string[] {
  if (!isDefinite(one) || (one.answer?.status ?? 0) < 400) return [];
  const isSame = ({ act, about }: Told) => act === one.act && about === one.about;
  if (one.key === null && earlier.some((other) => isSame(other) && !isDefinite(other))) return [];
  return [`${one.person} was refused to "${one.act}": ${one.answer?.code ?? 'without a code'}.`];
}
