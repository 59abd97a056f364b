import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AdmissionEngine } from '../../src/admission/admission-engine.js';
import { CallPeople } from '../../src/admission/openings/call-people.service.js';
import { OpeningTicket } from '../../src/admission/openings/opening-ticket.entity.js';
import { Opening } from '../../src/admission/openings/opening.entity.js';
import { givenOpening, takeTicket } from '../support/given-opening.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

describe('the waiting room under load', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });
  const people = (count: number) => Promise.all(Array.from({ length: count }, () => givenResident(linli)));

  it.each([2, 20, 200])('gives %i people at two processes a number each, without gaps', async (count) => {
    const { id } = await givenOpening(linli, 5);
    const crowd = await people(count);
    const turns = await Promise.all(
      crowd.flatMap((person, n) => {
        const elsewhere = { ...person, http: other.as(person.http) };
        return n % 10 === 0
          ? [takeTicket(person, id), takeTicket(elsewhere, id)]
          : [takeTicket(n % 2 ? elsewhere : person, id)];
      }),
    );
    const told = turns.map(({ status, body }) => [status, body.number]);
    expect(told.every(([status]) => status === 200)).toBe(true);
    expect(new Set(told.map(([, number]) => number))).toEqual(new Set(Array.from({ length: count }, (_, n) => n + 1)));
    expect(await linli.database.manager.countBy(OpeningTicket, { openingId: id })).toBe(count);
  });

  it('lets fewer in while requests queue up in the engine, and more again when they do not', async () => {
    const { id } = await givenOpening(linli, 100);
    const queueSeconds = jest.spyOn(linli.get(AdmissionEngine), 'queueSeconds', 'get');
    const rateAfter = async (seconds: number) => {
      queueSeconds.mockReturnValue(seconds);
      await takeTicket(await givenResident(linli), id);
      linli.clock.advance('PT1S');
      await linli.get(CallPeople).run();
      return (await linli.database.manager.findOneByOrFail(Opening, { id })).rate;
    };
    expect(await rateAfter(3)).toBeCloseTo(70);
    expect(await rateAfter(3)).toBeCloseTo(49);
    expect(await rateAfter(1.5)).toBeCloseTo(49);
    expect(await rateAfter(0)).toBeCloseTo(54.9);
  });
});
