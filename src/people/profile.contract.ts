import { z } from 'zod';
import { id, instant, language, line, pageOf, pageQuery, plainDate, searchText } from '../kernel/contract.js';
import { documentTypes } from './identity-document.rules.js';

const documentView = z.object({ type: z.enum(documentTypes), masked: z.string() });

/** What people see of themselves, and staff of them: the number of the document only behind its mask. */
export const residentView = z
  .object({
    id,
    phone: z.string(),
    name: z.string().nullable(),
    birthDate: plainDate.nullable(),
    email: z.string().nullable(),
    language,
    livesInZone: z.boolean(),
    worksInZone: z.boolean(),
    document: documentView.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Resident' });
export type ResidentView = z.output<typeof residentView>;

export const profileChange = z
  .strictObject({
    name: line(60),
    birthDate: plainDate,
    email: z.email().max(200).nullable(),
    language,
    livesInZone: z.boolean(),
    worksInZone: z.boolean(),
    document: z.strictObject({ type: z.enum(documentTypes), number: line(40) }).nullable(),
  })
  .partial()
  .meta({ id: 'ProfileChange' });
export type ProfileChange = z.output<typeof profileChange>;

export const residentQuery = z.strictObject({ ...pageQuery, search: searchText });
export type ResidentQuery = z.output<typeof residentQuery>;

export const residentPage = pageOf(residentView).meta({ id: 'ResidentPage' });
export type ResidentPage = z.output<typeof residentPage>;

export const unmaskRequest = z.strictObject({ reason: line(200) }).meta({ id: 'UnmaskRequest' });
export type UnmaskRequest = z.output<typeof unmaskRequest>;

export const unmaskedView = z
  .object({ type: z.enum(documentTypes), number: z.string() })
  .meta({ id: 'UnmaskedDocument' });
export type UnmaskedView = z.output<typeof unmaskedView>;
