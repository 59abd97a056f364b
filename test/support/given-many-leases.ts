import { newId } from '../../src/kernel/ids.js';
import type { Temporal } from '../../src/kernel/time.js';
import { givenLettingHouse } from './given-leases.js';
import { givenPeople, givenStaff } from './given-people.js';
import type { Linli } from './linli.js';
import { writeLeases, writeRenewals } from './written-leases.js';
import type { WrittenLease, WrittenRenewal } from './written-leases.js';

const unitCount = 192;
const leaseCount = 10_000;
const peoplePerUnit = 13;
const years = 10;

/**
 * Ten years of a house of 192 units: 10,000 leases one after the other, of which the last of each unit is in force and
 * the others have ended. Their ends are spread over the days, and every second one has a renewal.
 */
export async function givenManyLeases(linli: Linli): Promise<{ venueId: string; leases: number; inForce: number }> {
  const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: unitCount - 1 }, () => ({}))] });
  const people = await givenPeople(linli, unitCount * peoplePerUnit);
  const staffId = (await givenStaff(linli, 'apartments')).id;
  const leases: WrittenLease[] = [];
  const renewals: WrittenRenewal[] = [];
  const nights = Math.floor((years * 365 * unitCount) / leaseCount);
  for (const [index, { id: unitId }] of house.units.entries()) {
    // The lease in force ends between today and as many days later as a lease has nights.
    let until: Temporal.PlainDate = linli.clock.today().add({ days: 1 + (index % nights) });
    const soFar = Math.round(((index + 1) * leaseCount) / unitCount);
    for (let back = 0; leases.length < soFar; back++) {
      const from = until.subtract({ days: nights });
      const [id, state] = [newId(), back === 0 ? ('let' as const) : ('ended' as const)];
      const residentId = people[index * peoplePerUnit + (back % peoplePerUnit)] ?? '';
      const keysBackOn = back === 0 ? null : until.toString();
      const days = { from: from.toString(), until: until.toString(), keysGivenOn: from.toString(), keysBackOn };
      leases.push({ id, unitId, residentId, state, ...days });
      if (leases.length % 2) renewals.push({ leaseId: id, state: 'declined', reason: '买房了', nextLeaseId: null });
      until = from;
    }
  }
  await writeLeases(linli, { policyId: house.policyId, staffId }, leases);
  await writeRenewals(linli, renewals);
  await linli.database.query(`ANALYZE`);
  return {
    venueId: house.venueId,
    leases: leases.length,
    inForce: leases.filter(({ state }) => state === 'let').length,
  };
}
