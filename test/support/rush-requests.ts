import type { Answer, Told } from './rush-history.js';

/** A request with all its tries. */
export interface Request {
  readonly person: string;
  readonly pool: string;
  readonly tries: readonly Told[];
  /** When it was sent first. */
  readonly sentAt: number;
  /** When it was first answered for good; null while it was not. */
  readonly answeredAt: number | null;
  readonly answer: Answer | null;
}

/** Tries for a place by request: those with one key of one person belong together. */
export function requestsOf(told: readonly Told[]): Request[] {
  const requests = new Map<string, Told[]>();
  told.forEach((one, index) => {
    if (one.act !== 'book') return;
    const id = one.key === null ? String(index) : `${one.person} ${one.key}`;
    requests.set(id, [...(requests.get(id) ?? []), one]);
  });
  return [...requests.values()].map(toRequest);
}

/** Answered for good: neither silence nor a fault nor "come again". */
export function isDefinite({ answer }: Told): boolean {
  return answer !== null && answer.status < 500;
}

function toRequest(tries: readonly Told[]): Request {
  const answered = tries.filter(isDefinite).sort((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0));
  const { person = '', pool = '' } = tries[0] ?? {};
  return {
    person,
    pool,
    tries,
    sentAt: Math.min(...tries.map(({ sentAt }) => sentAt)),
    answeredAt: answered[0]?.answeredAt ?? null,
    answer: answered[0]?.answer ?? null,
  };
}
