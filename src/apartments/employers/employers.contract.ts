import { z } from 'zod';
import {
  id,
  instant,
  line,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  rule,
  searchText,
  signedFen,
} from '../../kernel/contract.js';
import { applicationStates } from '../applications/application.lifecycle.js';
import { leaseStates } from '../leases/lease.lifecycle.js';
import { isCreditCode, normaliseCreditCode } from './credit-code.rules.js';

const creditCode = rule(line(40), (typed) => isCreditCode(normaliseCreditCode(typed)), {
  zh: '统一社会信用代码不正确，请核对每一位',
  en: 'The unified social credit code is not right; check each character',
}).meta({ description: 'Unified social credit code, GB 32100' });

export const employerInput = z
  .strictObject({ name: line(120), nameEn: line(120), creditCode, contact: line(60), phone: line(30) })
  .meta({ id: 'EmployerInput' });
export type EmployerInput = z.output<typeof employerInput>;
export const employerChange = employerInput.partial().meta({ id: 'EmployerChange' });
export type EmployerChange = z.output<typeof employerChange>;

const brief = { id, name: z.string(), nameEn: z.string(), creditCode: z.string() };
export const employerView = z
  .object({
    ...brief,
    contact: z.string(),
    phone: z.string(),
    representatives: z.array(z.object({ id, name: z.string().nullable(), phone: z.string(), appointedAt: instant })),
  })
  .meta({ id: 'Employer' });
export type EmployerView = z.output<typeof employerView>;
export const employersQuery = z.strictObject({
  search: searchText.meta({ description: 'Name or credit code' }),
  ...pageQuery,
});
export type EmployersQuery = z.output<typeof employersQuery>;
export const employerPage = pageOf(employerView).meta({ id: 'EmployerPage' });
export type EmployerPage = z.output<typeof employerPage>;

/** Name and number must be of one person, so that a number alone does not tell whose it is. */
export const personInput = z.strictObject({ name: line(60), phone: line(30) }).meta({ id: 'PersonOfEmployer' });
export type PersonInput = z.output<typeof personInput>;

export const myEmployers = z.object({ items: z.array(z.object(brief)) }).meta({ id: 'EmployersThatIRepresent' });
export type MyEmployers = z.output<typeof myEmployers>;

export const nominationView = z
  .object({
    id,
    name: z.string(),
    phone: z.string(),
    nominatedAt: instant,
    application: z
      .object({ id, reference, state: z.enum(applicationStates), confirmedUntil: plainDate.nullable() })
      .nullable()
      .meta({ description: 'Once they have applied under this very name and phone and named no other employer' }),
  })
  .meta({ id: 'EmployerNomination' });
export type NominationView = z.output<typeof nominationView>;
export const nominationsQuery = z.strictObject(pageQuery);
export const nominationPage = pageOf(nominationView).meta({ id: 'EmployerNominationPage' });
export type NominationPage = z.output<typeof nominationPage>;
export const byNomination = z.strictObject({ id, nominationId: id });
export const byApplication = z.strictObject({ id, applicationId: id });
export const byLease = z.strictObject({ id, leaseId: id });
export const byRepresentative = z.strictObject({ id, residentId: id });

export const confirmation = z
  .strictObject({ validUntil: plainDate.meta({ description: 'Last day on which the contract is known to run' }) })
  .meta({ id: 'EmployeeConfirmation' });
export type Confirmation = z.output<typeof confirmation>;

export const departure = z
  .strictObject({ leftOn: plainDate.meta({ description: 'The day on which the job ended; today or before' }) })
  .meta({ id: 'EmployeeDeparture' });
export type Departure = z.output<typeof departure>;

export const departureView = z
  .object({
    noticeId: id,
    employer: z.object({ id, name: z.string() }),
    lease: z.object({ id, reference }),
    tenant: z.object({ id, name: z.string() }),
    leftOn: plainDate,
    leaveOn: plainDate.meta({ description: 'The first day on which the unit is no longer theirs' }),
    reportedAt: instant,
    takenBackAt: instant.nullable(),
  })
  .meta({ id: 'ReportedDeparture' });
export const departurePage = pageOf(departureView).meta({ id: 'ReportedDeparturePage' });
export type DeparturePage = z.output<typeof departurePage>;

/** balance = billed − reduced − paid + refunded − written off. */
const sum = z.int().min(0).meta({ description: 'Amount in fen' });
const sums = {
  billedFen: sum,
  reducedFen: sum,
  paidFen: sum,
  refundedFen: sum,
  writtenOffFen: sum,
  balanceFen: signedFen,
};
const leaseLine = z.object({
  id,
  reference,
  state: z.enum(leaseStates),
  tenant: z.string(),
  unit: z.string(),
  startsOn: plainDate,
  endsOn: plainDate,
  ...sums,
});
const openBill = z.object({
  chargeId: id,
  reference,
  title: z.string(),
  titleEn: z.string(),
  leaseId: id,
  dueOn: plainDate.nullable(),
  isOverdue: z.boolean(),
  ...sums,
});
export const employerStatement = z
  .object({
    employer: z.object(brief),
    leases: z.array(leaseLine).meta({ description: 'Every lease, and what the employer owes for it' }),
    open: z.array(openBill).meta({ description: 'What is not settled: owed, or to be given back' }),
    totals: z.object(sums),
  })
  .meta({ id: 'EmployerStatement' });
export type EmployerStatement = z.output<typeof employerStatement>;
export type Sums = EmployerStatement['totals'];
