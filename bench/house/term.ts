import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Caller } from './caller.js';
import type { House, Site } from './house.js';

/** A class as the bench needs it. */
export interface PlayedClass {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  /** 1 Monday … 7 Sunday; two classes of the same weekday clash. */
  readonly weekday: number;
  readonly openingId: string;
  readonly hasWaitingRoom: boolean;
}

const day = 86_400_000;
const hot = '零基础国画';

/**
 * The term of demo/evening-school-term.csv, imported and published over HTTP by the routes that staff use, open now,
 * with every rule on: window, audience, ages, two classes a person. The first class is the one that everybody wants:
 * free, with 20 places.
 */
export async function openTerm(house: House, site: Site): Promise<PlayedClass[]> {
  const staff = new Caller(site.address, site.staffToken);
  const venue = await staff.post<{ id: string }>('/venues', {
    name: '金港文化中心',
    nameEn: 'Jingang culture centre',
    address: '金港街道长江中路1号',
  });
  const term = await staff.post<{ id: string }>('/terms', newTerm(venue.id, Date.now()));
  await staff.post(
    `/terms/${term.id}/course-list`,
    readFileSync(path.join(house.project, 'demo/evening-school-term.csv')),
  );
  await staff.post(`/terms/${term.id}/publication`);
  return playedClasses(site, hot);
}

/** The published classes of a site, the hottest first; without a name it is the first that is free. */
export async function playedClasses(site: Site, hottest?: string): Promise<PlayedClass[]> {
  type Card = { id: string; name: string; capacity: number; weekday: number; feeFen: number; state: string };
  type Opens = { term: { id: string }; enrolment: { waitingRoom: object | null } };
  const cards = await new Caller(site.address, site.staffToken).all<Card & Opens>('/classes?sort=name');
  const classes = cards.filter(({ state }) => state === 'published');
  const first = classes.find(({ name, feeFen }) => (hottest === undefined ? feeFen === 0 : name === hottest));
  const ordered = first ? [first, ...classes.filter((one) => one !== first)] : classes;
  return ordered.map(({ id, name, capacity, weekday, term, enrolment }) => {
    return { id, name, capacity, weekday, openingId: term.id, hasWaitingRoom: enrolment.waitingRoom !== null };
  });
}

function newTerm(venueId: string, now: number) {
  const monday = now + ((8 - new Date(now).getUTCDay()) % 7) * day + 28 * day;
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return {
    name: '夜校',
    nameEn: 'Evening school',
    venueId,
    startsOn: date(monday),
    endsOn: date(monday + 7 * 25 * day),
    enrolmentOpensAt: new Date(now - 60_000).toISOString(),
    enrolmentClosesAt: new Date(now + 7 * day).toISOString(),
    classesPerPerson: 2,
    minAge: 18,
    maxAge: 55,
    audience: 'zone',
  };
}
