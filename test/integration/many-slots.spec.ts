import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mostSlots } from '../../src/culture-centre/programme/slot-plan.rules.js';
import { givenStaff } from '../support/given-people.js';
import { givenHall } from '../support/given-programme.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const hoursOf = (slots: number) =>
  Array.from({ length: slots }, (_, index) => {
    const hour = String(8 + index).padStart(2, '0');
    return { from: `${hour}:00`, until: `${hour}:50` };
  });

describe('an exhibition of many slots', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'culture')).http;
  });
  afterAll(() => linli.stop());

  it('is published with as many as the limit allows', async () => {
    const { body } = await clerk.post<any>('/programme-items', {
      ...{
        hallId: (await givenHall(linli)).id,
        kind: 'exhibition',
        entry: 'timed',
        title: '常设展',
        titleEn: 'Always',
      },
      ...{ startsOn: '2026-09-01', endsOn: '2028-01-13', times: hoursOf(10), places: 80 },
    });
    expect(body).toMatchObject({ state: 'draft', slots: mostSlots });
    const published = await clerk.post<any>(`/programme-items/${body.id}/publication`);
    expect(published).toMatchObject({ status: 200, body: { state: 'published', slots: mostSlots } });
  });
});
