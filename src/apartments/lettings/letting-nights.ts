/** $1 from, $2 until, $3 the venues that may be seen, $4 the house that is asked for. */
export const unitsAsked = `
  SELECT u.id, u.number, u.layout, b.id AS building_id, b.name AS building, v.name AS house
    FROM units u JOIN buildings b ON b.id = u.building_id JOIN venues v ON v.id = b.venue_id
   WHERE ($3::uuid[] IS NULL OR b.venue_id = ANY($3)) AND ($4::uuid IS NULL OR b.venue_id = $4)`;

/** Nights of a multirange within the period. */
const nightsIn = (ranges: string) =>
  `coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(${ranges} * datemultirange(daterange($1, $2))) AS r), 0)::int`;

/**
 * The days of leases that had begun on $5. Whoever holds the keys has the unit, after the last day of the lease too: to
 * the day on which they came back, or to today while they are out.
 */
const daysLet = `
  SELECT unit_id, range_agg(daterange(lower(period), greatest(upper(period),
           CASE WHEN keys_given_on IS NOT NULL THEN coalesce(keys_back_on, $5::date) END))) AS days
    FROM leases WHERE state IN ('let', 'ended') AND lower(period) <= $5::date AND lower(period) < $2::date
   GROUP BY unit_id`;

const daysOut = `SELECT unit_id, range_agg(during) AS days FROM unit_outages GROUP BY unit_id`;

/** Unit by unit: the nights of the period, those let, and those out of service on which nobody lived there. */
export const nightsByUnit = `
  SELECT u.*, $2::date - $1::date AS nights, ${nightsIn(`coalesce(l.days, '{}')`)} AS let,
         ${nightsIn(`(coalesce(o.days, '{}') - coalesce(l.days, '{}'))`)} AS out
    FROM (${unitsAsked}) u LEFT JOIN (${daysLet}) l ON l.unit_id = u.id LEFT JOIN (${daysOut}) o ON o.unit_id = u.id`;
