import type { GivenResident } from './given-people.js';
import { givenStaff } from './given-people.js';
import { givenOwnClass } from './given-own-class.js';
import { givenTerm } from './given-school.js';
import type { TermOverrides } from './given-school.js';
import type { Linli } from './linli.js';

/** A class of a term that opens with a waiting room, and somebody of the school who runs it. */
export async function givenOpening(linli: Linli, perSecond: number | null, overrides: TermOverrides = {}) {
  const term = await givenTerm(linli, overrides);
  const school = await givenOwnClass(linli, { term });
  const staff = await givenStaff(linli, 'school');
  if (perSecond !== null) await staff.http.patch(`/openings/${term.id}`, { perSecond });
  return { id: term.id, term, school, staff };
}

export const takeTicket = ({ http }: GivenResident, openingId: string) => http.post(`/openings/${openingId}/ticket`);

export const askTurn = ({ http }: GivenResident, openingId: string, ticket: string) =>
  http.get(`/openings/${openingId}/turn`, { headers: { 'waiting-ticket': ticket } });

export const enrolWith = ({ http }: GivenResident, classId: string, ticket?: string, key?: string) =>
  http.post(`/classes/${classId}/enrolments`, undefined, {
    ...(key ? { key } : {}),
    headers: ticket === undefined ? {} : { 'waiting-ticket': ticket },
  });
