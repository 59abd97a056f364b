import { z } from 'zod';
import { id, instant, lines, pageOf, pageQuery, plainDate } from '../../kernel/contract.js';
import { waysToFind } from './idle.rules.js';

export const newIdleSpell = z
  .strictObject({
    foundOn: plainDate.optional().meta({ description: 'Since when nobody lives there; today, when left out' }),
    how: z.enum(waysToFind).meta({ description: 'How that was found' }),
    remark: lines(500),
  })
  .meta({ id: 'NewIdleSpell' });
export type NewIdleSpell = z.output<typeof newIdleSpell>;

export const idleEnd = z
  .strictObject({
    livedInFrom: plainDate
      .optional()
      .meta({ description: 'The first day on which it is lived in; today, when left out' }),
    remark: lines(500),
  })
  .meta({ id: 'IdleSpellEnd' });
export type IdleEnd = z.output<typeof idleEnd>;

const idleStates = ['idle', 'warned', 'breached', 'over'] as const;

export const idleSpellsQuery = z.strictObject({
  state: z.enum(idleStates).optional(),
  venueId: id.optional(),
  leaseId: id.optional(),
  ...pageQuery,
});
export type IdleSpellsQuery = z.output<typeof idleSpellsQuery>;

const spell = {
  id,
  leaseId: id,
  reference: z.string(),
  building: z.string(),
  unit: z.string(),
  state: z.enum(idleStates),
  foundOn: plainDate,
  how: z.enum(waysToFind),
  days: z.int().meta({ description: 'So long it stood idle, or has until today' }),
  warnedOn: plainDate.nullable(),
  breachedOn: plainDate.nullable(),
  livedInFrom: plainDate.nullable(),
};

/** What staff wrote for each other is not shown to the tenant. */
export const myIdleSpells = z.object({ items: z.array(z.object(spell)) }).meta({ id: 'MyIdleSpells' });
export type MyIdleSpells = z.output<typeof myIdleSpells>;

export const idleSpellView = z
  .object({
    ...spell,
    tenant: z.string(),
    remark: z.string(),
    endRemark: z.string().nullable(),
    recordedAt: instant,
  })
  .meta({ id: 'IdleSpell' });
export type IdleSpellView = z.output<typeof idleSpellView>;

export const idleSpellPage = pageOf(idleSpellView).meta({ id: 'IdleSpellPage' });
export type IdleSpellPage = z.output<typeof idleSpellPage>;
