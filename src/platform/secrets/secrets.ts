import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

const version = 1;

/** Encryption at rest and keyed hashes, with the two keys of the configuration. */
@Injectable()
export class Secrets {
  private readonly dataKey: Buffer;
  private readonly hashKey: Buffer;

  constructor(config: Config) {
    this.dataKey = Buffer.from(config.env.DATA_KEY, 'base64');
    this.hashKey = Buffer.from(config.env.HASH_KEY, 'base64');
  }

  /** AES-256-GCM. The context (such as the row's id) is bound in: a ciphertext moved elsewhere does not open. */
  encrypt(plain: string | Buffer, context: string): Buffer {
    const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.dataKey, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the ciphertext was altered, moved, or written with another key. */
  decrypt(sealed: Buffer, context: string): string {
    return this.decryptBytes(sealed, context).toString('utf8');
  }

  /** The same for what is no text. */
  decryptBytes(sealed: Buffer, context: string): Buffer {
    if (sealed[0] !== version) throw new Error('This ciphertext has an unknown version.');
    const decipher = createDecipheriv('aes-256-gcm', this.dataKey, sealed.subarray(1, 13))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  }

  /** HMAC-SHA-256 in hex; the purpose keeps hashes of different things apart. */
  hash(purpose: string, value: string): string {
    return createHmac('sha256', this.hashKey).update(`${purpose}\0${value}`).digest('hex');
  }

  /** 32 random bytes that people never type: session tokens, calendar addresses. */
  newToken(): string {
    return randomBytes(32).toString('base64url');
  }
}

/** Compares two strings in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
