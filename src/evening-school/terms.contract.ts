import { z } from 'zod';
import { id, instant, line, pageOf, pageQuery, plainDate } from '../kernel/contract.js';

const age = z.int().min(0).max(120).nullable();

const fields = {
  name: line(60),
  nameEn: line(80),
  venueId: id,
  startsOn: plainDate,
  endsOn: plainDate,
  enrolmentOpensAt: instant,
  enrolmentClosesAt: instant,
  classesPerPerson: z.int().min(1).max(50),
  minAge: age,
  maxAge: age,
  audience: z.enum(['everyone', 'zone']),
  paymentHours: z.int().min(1).max(720),
  fullRefundDays: z.int().min(0).max(90),
  releaseHours: z.int().min(1).max(240).nullable().meta({
    description: 'Hours before the first session from which freed places are whoever asks first; null: never',
  }),
};

export const newTerm = z
  .strictObject({
    ...fields,
    classesPerPerson: fields.classesPerPerson.default(2),
    minAge: age.default(18),
    maxAge: age.default(null),
    audience: fields.audience.default('everyone'),
    paymentHours: fields.paymentHours.default(48),
    fullRefundDays: fields.fullRefundDays.default(7),
    releaseHours: fields.releaseHours.default(null),
  })
  .meta({ id: 'NewTerm' });
export type NewTerm = z.output<typeof newTerm>;

export const termChange = z.strictObject(fields).partial().meta({ id: 'TermChange' });
export type TermChange = z.output<typeof termChange>;

export const termView = z
  .object({ id, ...fields, classes: z.int(), places: z.int(), taken: z.int(), createdAt: instant })
  .meta({ id: 'Term' });
export type TermView = z.output<typeof termView>;

export const termsQuery = z.strictObject(pageQuery);
export const termPage = pageOf(termView).meta({ id: 'TermPage' });
export type TermPage = z.output<typeof termPage>;
