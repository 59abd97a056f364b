import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import type { Days, PlainDate } from '../../kernel/time.js';
import type { UnitState } from './units.contract.js';

/** Every stretch of days for which a unit is taken, and as what: the one place to ask. */
const takings = `
  SELECT unit_id, during, 'out_of_service' AS state FROM unit_outages
  UNION ALL
  SELECT unit_id, period, CASE WHEN state IN ('let', 'ended') THEN 'let' ELSE 'held' END FROM leases
   WHERE state IN ('held', 'signed', 'let', 'ended')
  UNION ALL
  -- Whoever has the keys still lives there, whatever the lease says.
  SELECT unit_id, daterange(upper(period), NULL), 'let' FROM leases WHERE state = 'let' AND keys_given_on IS NOT NULL`;

/** That whoever has the lease `l` will leave at its end is settled: nothing can follow it any more, or they said so. */
const leaves = `
  EXISTS (SELECT FROM renewals r WHERE r.lease_id = l.id AND r.state IN ('declined', 'refused', 'lapsed'))
  OR EXISTS (SELECT FROM lease_objections o WHERE o.lease_id = l.id)
  OR EXISTS (SELECT FROM lease_notices n WHERE n.lease_id = l.id AND n.taken_back_at IS NULL)`;

/** Whether whoever has the lease `l` may still be there after its end, seen from a day: until they leave, or for good. */
const mayStay = (today: string) => `
  l.state = 'let' AND CASE WHEN upper(l.period) > ${today} THEN NOT (${leaves}) ELSE l.keys_given_on IS NOT NULL END`;

/**
 * The days from today on, a multirange, on which nobody has or holds a unit `u` and nobody who lives there may still stay.
 * Today is a parameter of the query, `$1::date`.
 */
export function freeDays(today: string): string {
  return `(SELECT datemultirange(daterange(${today}, NULL)) - coalesce(range_agg(t.during), '{}') FROM (
             SELECT during FROM unit_outages WHERE unit_id = u.id AND during && daterange(${today}, NULL)
             UNION ALL
             SELECT period FROM leases WHERE unit_id = u.id AND period && daterange(${today}, NULL)
                AND state IN ('held', 'signed', 'let', 'ended')
             UNION ALL
             SELECT daterange(upper(l.period), NULL) FROM leases l WHERE l.unit_id = u.id AND ${mayStay(today)}) t)`;
}

/** Whether somebody lives in a unit up to a day or has not left, and may stay; held as they are until the transaction ends. */
export async function isSomebodyStaying(
  manager: EntityManager,
  unitId: string,
  days: { readonly today: PlainDate; readonly from: PlainDate },
): Promise<boolean> {
  const staying: unknown[] = await manager.query(
    `SELECT 1 FROM leases l
      WHERE l.unit_id = $1 AND upper(l.period) <= $3 AND ${mayStay('$2::date')} FOR SHARE OF l`,
    [unitId, days.today.toString(), days.from.toString()],
  );
  return staying.length > 0;
}

/** Where a unit is taken twice over, the first of these counts: whoever lives there lives there, repair or not. */
const firstOf = `array_position(ARRAY['let', 'held', 'out_of_service'], t.state)`;

/** Joins `s.state`, null where it is free, to the units `u` of a query; the day is a parameter of it, `$2::date`. */
export function stateOn(day: string): string {
  return `LEFT JOIN LATERAL (SELECT t.state FROM (${takings}) t
                              WHERE t.unit_id = u.id AND t.during @> ${day} ORDER BY ${firstOf} LIMIT 1) s ON true`;
}

/** Whether a unit `u` can be shown on a day: neither lived in nor out of service. One that is only held may still come free. */
export function canBeShownOn(day: string): string {
  return `NOT EXISTS (SELECT FROM (${takings}) t
                       WHERE t.unit_id = u.id AND t.during @> ${day} AND t.state <> 'held')`;
}

export type Taking = { readonly state: Exclude<UnitState, 'free'> } & Days;

/** What a unit is taken for within these days, the earliest first; whoever lets a unit looks here. */
export async function findTakings(manager: EntityManager, unitId: string, days: Days): Promise<Taking[]> {
  const rows: { state: Taking['state']; from: string; until: string | null }[] = await manager.query(
    `SELECT t.state, lower(t.during)::text AS "from", upper(t.during)::text AS until FROM (${takings}) t
      WHERE t.unit_id = $1 AND t.during && daterange($2, $3) ORDER BY lower(t.during), ${firstOf}`,
    [unitId, days.from.toString(), days.until?.toString() ?? null],
  );
  return rows.map(({ state, from, until }) => ({ state, from: dateOf(from), until: until ? dateOf(until) : null }));
}

function dateOf(text: string): PlainDate {
  return Temporal.PlainDate.from(text);
}
