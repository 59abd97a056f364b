import type { GivenHouse } from './given-apartments.js';
import { givenStaff } from './given-people.js';
import type { HttpClient } from './http-client.js';
import type { Linli } from './linli.js';

/** Of the first unit, for two parties, half an hour. */
export const newTime = ({ units }: Pick<GivenHouse, 'units'>, startsAt: string, overrides: object = {}) => ({
  ...{ unitId: units[0].id, startsAt, minutes: 30, parties: 2 },
  ...{ meetingPlace: '1号楼大堂', meetingPlaceEn: 'Lobby of No. 1', ...overrides },
});

/** A viewing time as staff set it. */
export async function givenViewingTime(
  linli: Linli,
  house: Pick<GivenHouse, 'units'>,
  { startsAt, office, ...overrides }: { startsAt: string; office?: HttpClient; parties?: number },
): Promise<string> {
  const http = office ?? (await givenStaff(linli, 'apartments')).http;
  const { status, body } = await http.post('/viewing-times', newTime(house, startsAt, overrides));
  if (status !== 201) throw new Error(`The viewing time was not set: ${JSON.stringify(body)}`);
  return body.id as string;
}
