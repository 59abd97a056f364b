import { z } from 'zod';
import { id, instant, language, line, pageOf, pageQuery, searchText } from '../kernel/contract.js';
import { staffRoles } from './rights.js';

const grant = z.strictObject({
  role: z.enum(staffRoles),
  venueId: id.nullable().default(null).meta({ description: 'null: the whole house' }),
});

export const newStaff = z
  .strictObject({
    email: z.email().max(200).toLowerCase(),
    name: line(60),
    language: language.default('zh-CN'),
    grants: z.array(grant).min(1).max(50),
    password: z.string().min(12).max(200).optional().meta({ description: 'Left out: Linli makes one' }),
  })
  .meta({ id: 'NewStaff' });
export type NewStaff = z.output<typeof newStaff>;

export const staffChange = z
  .strictObject({
    name: line(60),
    language,
    grants: z.array(grant).min(1).max(50),
    disabled: z.boolean(),
  })
  .partial()
  .meta({ id: 'StaffChange' });
export type StaffChange = z.output<typeof staffChange>;

export const staffView = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    language,
    grants: z.array(z.object({ role: z.enum(staffRoles), venueId: id.nullable() })),
    disabled: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Staff' });
export type StaffView = z.output<typeof staffView>;

const typedPassword = z.string().min(12).max(200);

export const passwordChange = z
  .strictObject({ current: z.string().min(1).max(200), next: typedPassword })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.output<typeof passwordChange>;

export const newPasswordView = z
  .object({ password: z.string().meta({ description: 'Shown this once; every sign-in of theirs has ended' }) })
  .meta({ id: 'NewPassword' });
export type NewPasswordView = z.output<typeof newPasswordView>;

/** Shown once: the password if Linli made it, and the address for the authenticator app. */
export const staffCreatedView = z
  .object({
    staff: staffView,
    password: z.string().nullable(),
    secondFactor: z.object({ secret: z.string(), address: z.string() }),
  })
  .meta({ id: 'StaffCreated' });
export type StaffCreatedView = z.output<typeof staffCreatedView>;

export const secondFactorView = z.object({ secret: z.string(), address: z.string() }).meta({ id: 'SecondFactor' });
export type SecondFactorView = z.output<typeof secondFactorView>;

export const staffQuery = z.strictObject({ ...pageQuery, search: searchText });
export type StaffQuery = z.output<typeof staffQuery>;

export const staffPage = pageOf(staffView).meta({ id: 'StaffPage' });
export type StaffPage = z.output<typeof staffPage>;

export const venueInput = z
  .strictObject({ name: line(60), nameEn: line(60), address: line(200) })
  .meta({ id: 'VenueInput' });
export type VenueInput = z.output<typeof venueInput>;
export const venueChange = venueInput.partial().meta({ id: 'VenueChange' });
export type VenueChange = z.output<typeof venueChange>;

export const venueView = z
  .object({ id, name: z.string(), nameEn: z.string(), address: z.string() })
  .meta({ id: 'Venue' });
export type VenueView = z.output<typeof venueView>;
export const venueList = z.object({ items: z.array(venueView) }).meta({ id: 'VenueList' });
export type VenueList = z.output<typeof venueList>;

export const auditQuery = z.strictObject({
  ...pageQuery,
  subjectKind: line(40).optional(),
  subjectId: line(60).optional(),
  actorId: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
});
export type AuditQuery = z.output<typeof auditQuery>;

export const auditEntryView = z
  .object({
    id,
    at: instant,
    actor: z.object({ kind: z.enum(['resident', 'staff', 'system']), id: id.nullable(), name: z.string().nullable() }),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export const auditPage = pageOf(auditEntryView).meta({ id: 'AuditPage' });
export type AuditPage = z.output<typeof auditPage>;
