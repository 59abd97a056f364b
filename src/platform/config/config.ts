import { z } from 'zod';

const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const whole = (meaning: string, min: number, max: number) =>
  z.coerce
    .number(`must be ${meaning}`)
    .int(`must be ${meaning}`)
    .min(min, `must be ${meaning}`)
    .max(max, `must be ${meaning}`);
const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
/** 32 bytes in base64, as `openssl rand -base64 32` prints them. */
const key = z.string().refine((value) => Buffer.from(value, 'base64').length === 32, {
  error: 'must be 32 bytes in base64 (openssl rand -base64 32)',
});
const timeZone = z.string().refine(
  (value) => {
    // PostgreSQL reads a bare offset the other way round, so only names are taken.
    if (!/^[A-Za-z]/.test(value)) return false;
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
      return true;
    } catch {
      return false;
    }
  },
  { error: 'must be a time zone such as Asia/Shanghai' },
);

/** Every setting of Linli: its variable, its shape, its default and what it is for. `.env.example` is made from it. */
export const settings = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('What this instance is. Only development shows the outbox page, to its own machine, and demo accounts.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  PORT: whole('a TCP port from 0 to 65535', 0, 65_535)
    .default(3000)
    .describe('TCP port to listen on; 0 takes a free one.'),
  PUBLIC_URL: url('http:', 'https:')
    .optional()
    .describe(
      'The address people use; needed in production. With https, cookies are marked Secure. Default: http://HOST:PORT.',
    ),
  TRUST_PROXY: whole('the number of proxies from 0 to 10', 0, 10)
    .default(0)
    .describe('How many reverse proxies stand in front and add to X-Forwarded-For; 0 where people connect directly.'),
  TIME_ZONE: timeZone.default('Asia/Shanghai').describe('The wall clock of the house.'),
  DATABASE_URL: url('postgres:', 'postgresql:').describe(
    'PostgreSQL 14 or later. npm start brings its own when this is not set.',
  ),
  DATABASE_CONNECTIONS: whole('a number from 2 to 500', 2, 500).default(20).describe('Most connections of a process.'),
  REDIS_URL: url('redis:', 'rediss:')
    .optional()
    .describe('Redis or Valkey for the queues. Without it the queues live in PostgreSQL.'),
  DATA_KEY: key.describe(
    'Encrypts identity documents and what people upload. Losing it loses them. npm start makes one.',
  ),
  HASH_KEY: key.describe('Keys the hashes of documents, codes and tokens. npm start makes one.'),
  SMTP_URL: url('smtp:', 'smtps:').optional().describe('Mail server, e.g. smtps://user:password@mail.example.org.'),
  MAIL_FROM: z.string().min(3).default('Linli 邻里 <linli@localhost>').describe('Sender of mails.'),
  SMS_URL: url('http:', 'https:')
    .optional()
    .describe('SMS gateway: gets POST {"to","text"}; needed in production. Without it codes are in the outbox page.'),
  SMS_TOKEN: z.string().min(1).optional().describe('Bearer token for the SMS gateway.'),
  MEMORY: yesOrNo.default(true).describe('false: catalogue, full classes and sign-ins are read anew for each request.'),
  BODY_LIMIT: whole('a number of bytes from 1024', 1024, 1_073_741_824)
    .default(1_048_576)
    .describe('Largest request body in bytes.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line that is written.'),
} as const;

const environment = z.object(settings);

type Environment = z.output<typeof environment>;

/** The configuration, read once and valid. Injected by this class. */
export class Config {
  readonly publicUrl: string;

  constructor(readonly env: Readonly<Environment>) {
    this.publicUrl = (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/+$/, '');
  }

  get isDevelopment(): boolean {
    return this.env.NODE_ENV !== 'production';
  }

  get isHttps(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}

/** Thrown when a variable has a wrong value; the message names each one and says what it must be. */
export class ConfigProblem extends Error {}

/** Reads the configuration; an empty variable counts as not set. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return given[name] === undefined ? `${name} is not set: ${describe(name)}` : `${name}: ${issue.message}`;
    });
    throw new ConfigProblem(lines.join('\n'));
  }
  if (read.data.NODE_ENV === 'production' && !read.data.SMS_URL) {
    throw new ConfigProblem('SMS_URL is not set: without an SMS gateway nobody can sign in.');
  }
  if (read.data.NODE_ENV === 'production' && !read.data.PUBLIC_URL) {
    throw new ConfigProblem(
      'PUBLIC_URL is not set: calendar addresses and secure cookies need the address people use.',
    );
  }
  return new Config(read.data);
}

function describe(name: string): string {
  return settings[name as keyof typeof settings]?.description ?? 'see .env.example';
}

/** The text of `.env.example`: every variable with its description and default. */
export function exampleEnvironment(): string {
  const blocks = Object.entries(settings).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : '';
    return `# ${schema.description}\n${fallback.success ? '# ' : ''}${name}=${value}\n`;
  });
  const compose = `# For docker-compose.yml alone: the password of its PostgreSQL.\n# POSTGRES_PASSWORD=\n`;
  return `# Settings of Linli. npm start needs none of them.\n\n${[...blocks, compose].join('\n')}`;
}
