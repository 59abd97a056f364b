import { z } from 'zod';
import { id, instant, lines, pageOf, pageQuery, plainDate } from '../../kernel/contract.js';
import { absenceRule, scope } from './absence-policies.contract.js';

const appealState = z.enum(['open', 'granted', 'declined', 'settled']).meta({
  description: 'settled: the mark was taken back for another reason first',
});

const appeal = z
  .object({
    id,
    words: z.string(),
    madeAt: instant,
    state: appealState,
    reason: z.string().nullable().meta({ description: 'Why it was decided so' }),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'AbsenceAppealPart' });

export const markView = z
  .object({
    id,
    day: plainDate,
    scope: scope.meta({ description: 'The kind of places that it was given in' }),
    subject: z.object({ kind: z.string(), id }),
    reason: z.string(),
    reasonEn: z.string(),
    state: z.enum(['counted', 'same_day', 'lifted']).meta({
      description: 'same_day: another mark of the day counts, and there is at most one a day',
    }),
    givenAt: instant,
    lifted: z
      .object({ lift: z.enum(['corrected', 'house', 'staff', 'appeal']), reason: z.string(), at: instant })
      .nullable(),
    mayAppeal: z.boolean(),
    appeal: appeal.nullable(),
  })
  .meta({ id: 'AbsenceMark' });
export type MarkView = z.output<typeof markView>;

const standing = z
  .object({
    scope: scope.meta({ description: 'The kind of places that it is about; * is every other kind' }),
    rule: absenceRule,
    marks: z.array(z.object({ id, day: plainDate })).meta({ description: 'Within the days that the rule looks back' }),
    marksLeft: z.int().meta({ description: 'With so many more a bar begins' }),
    bar: z
      .object({
        from: plainDate,
        until: plainDate.meta({ description: 'The day from which one may book again' }),
        marks: z.array(id),
      })
      .nullable(),
  })
  .meta({ id: 'AbsenceStanding' });
export type StandingView = z.output<typeof standing>;

export const absencesQuery = z.strictObject(pageQuery);
export type AbsencesQuery = z.output<typeof absencesQuery>;

export const absencesView = z
  .object({
    standings: z.array(standing).meta({ description: 'Where absences bar today; empty where they do not' }),
    marks: pageOf(markView).meta({ description: 'All that were ever given, the latest first' }),
  })
  .meta({ id: 'Absences' });
export type AbsencesView = z.output<typeof absencesView>;

export const appealInput = z
  .strictObject({ words: lines(1000).meta({ description: 'Why the mark is wrong' }) })
  .meta({ id: 'AbsenceAppealInput' });
export type AppealInput = z.output<typeof appealInput>;

export const liftInput = z.strictObject({ reason: lines(300) }).meta({ id: 'AbsenceLift' });
export type LiftInput = z.output<typeof liftInput>;

export const decisionInput = z
  .strictObject({
    decision: z.enum(['granted', 'declined']).meta({ description: 'granted: the mark is lifted' }),
    reason: lines(300).meta({ description: 'The resident is told' }),
  })
  .meta({ id: 'AbsenceAppealDecision' });
export type DecisionInput = z.output<typeof decisionInput>;

export const appealsQuery = z.strictObject({ state: appealState.optional(), ...pageQuery });
export type AppealsQuery = z.output<typeof appealsQuery>;

export const appealView = z
  .object({
    ...appeal.shape,
    resident: z.object({ id, name: z.string().nullable(), phone: z.string() }),
    mark: z.object({ id, day: plainDate, scope, reason: z.string(), reasonEn: z.string() }),
    decidedBy: z.object({ id, name: z.string() }).nullable(),
  })
  .meta({ id: 'AbsenceAppeal' });
export type AppealView = z.output<typeof appealView>;
export const appealPage = pageOf(appealView).meta({ id: 'AbsenceAppealPage' });
export type AppealPage = z.output<typeof appealPage>;
