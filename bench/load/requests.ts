import type { Answer } from './answer.js';

/** People who are signed in: a range of numbers, and the secret of this run from which their tokens are made. */
export interface Crowd {
  readonly secret: string;
  /** Number of the first person. */
  readonly first: number;
  readonly count: number;
}

/** The token of a person, as long as a real one. Load generator and seed make the same from the number. */
export function tokenOf(secret: string, person: number): string {
  return `${secret}.${String(person).padStart(10, '0')}`;
}

/** POST /classes/:id/enrolments, once per person and class however often it is sent. */
export function enrolment(classId: string, secret: string, person: number, ticket?: string): string {
  const shown = ticket === undefined ? '' : `waiting-ticket: ${ticket}\r\n`;
  return (
    `POST /classes/${classId}/enrolments HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokenOf(secret, person)}\r\n` +
    `idempotency-key: ${person}-${classId}\r\naccept-language: zh-CN\r\n${shown}content-length: 0\r\n\r\n`
  );
}

/** POST /openings/:id/ticket. */
export function takingTicket(openingId: string, secret: string, person: number): string {
  return (
    `POST /openings/${openingId}/ticket HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokenOf(secret, person)}\r\n` +
    `accept-language: zh-CN\r\ncontent-length: 0\r\n\r\n`
  );
}

/** GET /openings/:id/turn. */
export function askingTurn(openingId: string, secret: string, person: number, ticket: string): string {
  return (
    `GET /openings/${openingId}/turn HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokenOf(secret, person)}\r\n` +
    `waiting-ticket: ${ticket}\r\naccept-language: zh-CN\r\n\r\n`
  );
}

/** How it stands with a person's turn; undefined where the house did not say. */
export interface TurnTold {
  readonly ticket: string;
  readonly number: number;
  readonly state: string;
  readonly askAgainInSeconds: number;
}

export function turnTold({ status, body }: Answer): TurnTold | undefined {
  return status === 200 ? (JSON.parse(body.toString('utf8')) as TurnTold) : undefined;
}

/** GET, with the ETag that a page has from an earlier answer. */
export function reading(path: string, etag?: string): string {
  const known = etag === undefined ? '' : `if-none-match: ${etag}\r\n`;
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-language: zh-CN\r\n${known}\r\n`;
}

/** What a person was told about their wish. */
export interface Told {
  readonly status: number;
  /** State of the enrolment, null where there is none. */
  readonly state: string | null;
  /** Place in line, 1 is next; null for somebody who does not wait. */
  readonly position: number | null;
  readonly enrolmentId: string | null;
  /** Code of the refusal, or what broke the connection. */
  readonly code: string | null;
}

export function toldBy({ status, body, problem }: Answer): Told {
  if (status === 0) return { status, state: null, position: null, enrolmentId: null, code: problem ?? 'no answer' };
  try {
    const read = JSON.parse(body.toString('utf8')) as Partial<Told>;
    const { state = null, position = null, enrolmentId = null, code = null } = read;
    return { status, state, position, enrolmentId, code };
  } catch {
    return { status, state: null, position: null, enrolmentId: null, code: 'no JSON' };
  }
}

/** 503 with Retry-After: the house is full for now and says when to come again. */
export function putsOff({ status, retryAfterSeconds }: Answer): boolean {
  return status === 503 && retryAfterSeconds !== undefined;
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
