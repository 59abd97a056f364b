import { z } from 'zod';
import { id, instant, language, line, sixDigits } from '../kernel/contract.js';

export const codeRequest = z.strictObject({ phone: line(30) }).meta({ id: 'CodeRequest' });
export type CodeRequest = z.output<typeof codeRequest>;

export const codeSentView = z
  .object({ resendAfterSeconds: z.int(), expiresInSeconds: z.int() })
  .meta({ id: 'CodeSent' });
export type CodeSentView = z.output<typeof codeSentView>;

export const phoneSignIn = z.strictObject({ phone: line(30), code: sixDigits }).meta({ id: 'PhoneSignIn' });
export type PhoneSignIn = z.output<typeof phoneSignIn>;

export const staffSignIn = z
  .strictObject({
    email: z.email().max(200),
    password: z.string().min(1).max(200),
    code: sixDigits,
  })
  .meta({ id: 'StaffSignIn' });
export type StaffSignIn = z.output<typeof staffSignIn>;

export const signedInView = z
  .object({
    token: z.string().meta({ description: 'Send it as Authorization: Bearer …, or keep the cookie' }),
    expiresAt: instant,
    person: z.object({ id, kind: z.enum(['resident', 'staff']), name: z.string().nullable(), language }),
  })
  .meta({ id: 'SignedIn' });
export type SignedInView = z.output<typeof signedInView>;

export const signedOutView = z.object({ ended: z.int() }).meta({ id: 'SignedOut' });
export type SignedOutView = z.output<typeof signedOutView>;
