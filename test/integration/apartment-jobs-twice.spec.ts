import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expireApplications } from '../../src/apartments/applications/expire-applications.service.js';
import { moveTurns } from '../../src/apartments/choosing/run-choosing.service.js';
import { endAfterDeaths } from '../../src/apartments/household/record-death.service.js';
import { watchIdle } from '../../src/apartments/idle/watch-idle.service.js';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { objectToStaying } from '../../src/apartments/leaving/object-to-staying.service.js';
import { recheckLeases } from '../../src/apartments/rechecks/open-rechecks.service.js';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { chargeLateFees } from '../../src/apartments/rents/charge-late-fees.service.js';
import { Temporal } from '../../src/kernel/time.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import { givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const start = '2026-04-01 10:00';
const jobs = [
  ...[expireApplications, moveTurns, lapseLeases, objectToStaying, recheckLeases],
  ...[billRents, chargeLateFees, watchIdle, endAfterDeaths, planReminders],
];

/** What all the jobs have done, in numbers. */
async function done(linli: Linli): Promise<Record<string, unknown>> {
  const [row] = await linli.database.query(
    `SELECT (SELECT json_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM leases GROUP BY 1 ORDER BY 1) x) AS leases,
            (SELECT count(*) FROM leases WHERE keys_given_on IS NOT NULL) AS keys,
            (SELECT json_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM apartment_applications GROUP BY 1 ORDER BY 1) x)
              AS applications,
            (SELECT json_agg(coalesce(outcome, 'open') ORDER BY position) FROM choosing_turns) AS turns,
            (SELECT count(*) FROM rent_bills) AS bills, (SELECT count(*) FROM late_fees) AS late_fees, (SELECT count(*) FROM charges) AS charges,
            (SELECT sum(amount_fen) FROM charge_entries) AS fen, (SELECT count(*) FROM lease_objections) AS objections,
            (SELECT json_object_agg(kind, n) FROM (SELECT kind, count(*) AS n FROM messages GROUP BY 1 ORDER BY 1) x) AS messages,
            (SELECT json_object_agg(action, n) FROM (SELECT action, count(*) AS n FROM audit_entries GROUP BY 1 ORDER BY 1) x)
              AS deeds`,
  );
  return row;
}

describe('the jobs of the apartment house', () => {
  const houses: Linli[] = [];
  let once: Linli;
  let often: Linli;
  beforeAll(async () => {
    once = await Linli.start({ now: start });
    often = await Linli.start({ now: start });
    houses.push(once, often);
  });
  afterAll(async () => {
    for (const linli of houses) await linli.stop();
  });

  /** A year in which a hold is not signed, a deposit not paid, an approval runs out, a turn is missed, a lease renewed. */
  async function play(linli: Linli, run: () => Promise<void>): Promise<Record<string, unknown>> {
    const until = async (moment: string) => {
      const target = Temporal.PlainDateTime.from(moment.replace(' ', 'T')).toZonedDateTime('Asia/Shanghai').toInstant();
      for (;;) {
        await run();
        const next = linli.clock.now().add({ hours: 24 * 14 });
        if (Temporal.Instant.compare(next, target) >= 0) break;
        linli.clock.advance('P14D');
      }
      linli.clock.set(moment);
      await run();
    };
    const house = await givenLettingHouse(linli, { units: [{}, {}, {}, {}, {}, {}] });
    const unit = (index: number) => house.units[index]?.id ?? '';
    const stays = await givenLet(linli, await givenApproved(linli, house, { degree: null }), unit(0));
    const tenant = await givenApproved(linli, house);
    const renewed = await givenLet(linli, tenant, unit(1));
    for (const { id, office } of [stays, renewed]) await office.http.post(`/leases/${id}/keys`);
    await choose(await givenApproved(linli, house), unit(2));
    const unpaid = await givenApproved(linli, house);
    const { body } = await choose(unpaid, unit(3));
    await sign(linli, unpaid, body.id);
    await givenApproved(linli, house, { validUntil: Temporal.PlainDate.from('2026-04-20') });
    const office = await givenStaff(linli, 'apartments');
    await office.http.post('/choosing-rounds', { venueId: house.venueId, startsAt: '2026-04-02T10:00:00+08:00' });
    await until('2027-01-05 10:00');
    const me = await signedInAgain(linli, tenant);
    const clerk = await signedInAgain(linli, office, 'staff');
    await me.http.post(`/leases/${renewed.id}/renewal`);
    const offer = (await clerk.http.post(`/leases/${renewed.id}/renewal-offer`)).body;
    await sign(linli, me, offer.id);
    await until('2027-04-02 10:00');
    return done(linli);
  }

  it('leave the same behind, whether each runs once or three times, twice of them at once', async () => {
    const plainly = await play(once, async () => {
      for (const job of jobs) await once.runJob(job, {});
    });
    const again = await play(often, async () => {
      for (const job of jobs) {
        await Promise.all([often.runJob(job, {}), often.runJob(job, {})]);
        await often.runJob(job, {});
      }
    });
    expect(again).toEqual(plainly);
    expect(plainly).toMatchObject({
      leases: { let: 2, ended: 1, lapsed: 2 },
      keys: '3',
      objections: '1',
      applications: { expired: 1 },
      deeds: {
        'lease.lapsed': 2,
        'late_fee.charged': expect.any(Number),
        'lease.stay_objected': 1,
        'lease.recheck_opened': 1,
        'apartment_application.expired': 1,
        'choosing_round.ended': 1,
      },
    });
  }, 120_000);

  it('go on with the others when one lease fails, and look failed', async () => {
    const house = await givenLettingHouse(once, { units: [{}, {}] });
    const [first, second] = [await givenApproved(once, house), await givenApproved(once, house)];
    const holds = [
      (await choose(first, house.units[0]?.id ?? '')).body.id as string,
      (await choose(second, house.units[1]?.id ?? '')).body.id as string,
    ].sort();
    await once.database.query(
      `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF OLD.id = '${holds[0]}' THEN RAISE EXCEPTION 'broken on purpose'; END IF; RETURN NEW; END $$`,
    );
    await once.database.query(
      'CREATE TRIGGER fail_once BEFORE UPDATE ON leases FOR EACH ROW EXECUTE FUNCTION fail_once()',
    );
    once.clock.advance('P10D');
    await expect(once.runJob(lapseLeases, {})).rejects.toThrow('1 of');
    const states = await once.database.query('SELECT state FROM leases WHERE id = ANY ($1) ORDER BY id', [holds]);
    expect(states.map(({ state }: { state: string }) => state)).toEqual(['held', 'lapsed']);
    await once.database.query('DROP TRIGGER fail_once ON leases');
    await once.runJob(lapseLeases, {});
    const [{ state }] = await once.database.query('SELECT state FROM leases WHERE id = $1', [holds[0]]);
    expect(state).toBe('lapsed');
  });
});
