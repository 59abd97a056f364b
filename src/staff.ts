import 'reflect-metadata';
import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { Refusal } from './kernel/refusal.js';
import { CreateStaff } from './people/create-staff.service.js';
import { Staff, system, Venue } from './people/index.js';
import { staffRoles } from './people/rights.js';
import { newStaff } from './people/staff.contract.js';
import { codeAt } from './people/totp.js';
import { Clock } from './platform/clock/clock.js';
import { readConfig } from './platform/config/config.js';
import { Transactions } from './platform/database/transactions.js';
import { Log } from './platform/logging/log.js';
import { Secrets } from './platform/secrets/secrets.js';
import { isMainModule } from './process.js';

export const usage = `npm run staff -- create --email a@b.cn --name 王芳 --role ${staffRoles.join('|')} [--venue 金港文化中心]
npm run staff -- list
npm run staff -- code a@b.cn        the second factor's code of this moment (development only)
`;

/** What is wrong with the command, in one sentence. */
export class CommandProblem extends Error {}

/** Makes and lists staff from the terminal: the first administrator has nobody to be made by. Returns what to print. */
export async function runStaffCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const [command = 'help', ...rest] = args;
  if (!['create', 'list', 'code'].includes(command)) return usage;
  const config = readConfig(env);
  const module = AppModule.on({ config, log: new Log('silent') });
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    if (command === 'create') return await create(app, rest);
    if (command === 'list') return await list(app);
    if (!config.isDevelopment) throw new CommandProblem('Codes are shown in development only.');
    return await code(app, rest[0]);
  } catch (error) {
    throw error instanceof Refusal ? new CommandProblem(`${error.sentence.en} ${error.sentence.zh}`) : error;
  } finally {
    await app.close();
  }
}

async function create(app: INestApplicationContext, args: string[]): Promise<string> {
  const options = {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    venue: { type: 'string' },
  } as const;
  const { values } = readArgs(() => parseArgs({ args, options, strict: true }));
  const missing = (['email', 'name', 'role'] as const).filter((name) => !values[name]);
  if (missing.length > 0)
    throw new CommandProblem(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.\n${usage}`);
  const venueId = values.venue ? await venueCalled(app, values.venue) : null;
  const input = newStaff.safeParse({
    email: values.email,
    name: values.name,
    grants: [{ role: values.role, venueId }],
  });
  if (!input.success) {
    throw new CommandProblem(
      `Not taken: ${input.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  }
  const transactions = app.get(Transactions);
  const made = await transactions.run((tx) => app.get(CreateStaff, { strict: false }).run(tx, system, input.data));
  return [
    `${made.staff.name} (${made.staff.email}) may sign in now. This is shown once:`,
    `  password       ${made.password ?? ''}`,
    `  second factor  ${made.secondFactor.secret}`,
    `  for the app    ${made.secondFactor.address}`,
    '',
  ].join('\n');
}

async function list(app: INestApplicationContext): Promise<string> {
  const rows: { email: string; name: string; disabled: boolean; roles: string }[] = await app.get(DataSource).query(
    `SELECT s.email, s.name, s.disabled_at IS NOT NULL AS disabled,
            string_agg(g.role || coalesce(' at ' || v.name, ''), ', ' ORDER BY g.role) AS roles
       FROM staff s LEFT JOIN staff_grants g ON g.staff_id = s.id LEFT JOIN venues v ON v.id = g.venue_id
      GROUP BY s.id ORDER BY s.email`,
  );
  if (rows.length === 0) return `There is no staff yet. Make the first administrator:\n${usage}`;
  return rows.map((row) => `${row.email}  ${row.name}  ${row.roles}${row.disabled ? '  (disabled)' : ''}\n`).join('');
}

async function code(app: INestApplicationContext, email: string | undefined): Promise<string> {
  const staff = await app.get(DataSource).manager.findOneBy(Staff, { email: email?.toLowerCase() ?? '' });
  if (!staff)
    throw new CommandProblem(`Nobody has the e-mail ${email ?? ''}. npm run staff -- list shows who there is.`);
  return `${codeAt(app.get(Secrets).decrypt(staff.totpSealed, staff.id), app.get(Clock).now().epochMilliseconds)}\n`;
}

async function venueCalled(app: INestApplicationContext, name: string): Promise<string> {
  const venues = await app.get(DataSource).manager.find(Venue, { order: { name: 'ASC' }, take: 100 });
  const found = venues.find((venue) => venue.name === name || venue.nameEn === name);
  if (found) return found.id;
  throw new CommandProblem(
    `There is no venue "${name}". There are: ${venues.map((venue) => venue.name).join(', ') || 'none'}.`,
  );
}

function readArgs<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new CommandProblem(`${error instanceof Error ? error.message : 'Not understood.'}\n${usage}`);
  }
}

if (isMainModule(import.meta.url)) {
  try {
    process.stdout.write(await runStaffCommand(process.argv.slice(2), process.env));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message.trimEnd() : String(error)}\n`);
    process.exitCode = 1;
  }
}
