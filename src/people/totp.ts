import { Secret, TOTP } from 'otpauth';

const period = 30;

function totp(secret: Secret, email: string): TOTP {
  return new TOTP({ issuer: 'Linli', label: email, algorithm: 'SHA1', digits: 6, period, secret });
}

/** A new second factor: the secret in base32, and the address that an authenticator app scans. */
export function newSecondFactor(email: string): { secret: string; address: string } {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, address: totp(secret, email).toString() };
}

/** The address that an authenticator app scans, for a secret that exists. */
export function secondFactorAddress(secret: string, email: string): string {
  return totp(Secret.fromBase32(secret), email).toString();
}

/** The code of this moment. */
export function codeAt(secret: string, epochMs: number): string {
  return totp(Secret.fromBase32(secret), '').generate({ timestamp: epochMs });
}

/** The time step to which the code belongs, one step early or late allowed; undefined when it is wrong. */
export function stepOfCode(secret: string, code: string, epochMs: number): number | undefined {
  const delta = totp(Secret.fromBase32(secret), '').validate({ token: code, timestamp: epochMs, window: 1 });
  return delta === null ? undefined : Math.floor(epochMs / 1000 / period) + delta;
}
