import { Injectable } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { QueryFailedError } from 'typeorm';
import { brokenConstraint, refusingTable, sqlState } from '../database/failed-queries.js';

/** Values that may be logged: ids, codes, counts. Never bodies, headers, phone numbers, names or ID numbers. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured log lines on standard output, one JSON object each. */
@Injectable()
export class Log implements LoggerService {
  private readonly lines: Logger;

  constructor(level: string, destination?: NodeJS.WritableStream) {
    this.lines = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination as never);
  }

  info(event: string, facts: LogFacts = {}): void {
    this.lines.info(facts, event);
  }

  warning(event: string, facts: LogFacts = {}): void {
    this.lines.warn(facts, event);
  }

  /** A failure of ours: name, message and stack of the error, without the values of a failed query. */
  fault(error: unknown, facts: LogFacts = {}): void {
    const known = error instanceof Error ? error : new Error('Something that is no error was thrown.');
    const where = known.stack?.split('\n').filter((line) => /^\s+at /.test(line));
    this.lines.error({ ...facts, error: describeError(known), stack: where }, 'fault');
  }

  log(message: unknown, context?: string): void {
    this.lines.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.lines.error({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.lines.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.lines.debug({ context }, String(message));
  }
}

/** What PostgreSQL says of a failed query may quote the row or a value, so only its code and constraint are told. */
function describeError(error: Error): Record<string, unknown> {
  if (!(error instanceof QueryFailedError)) return { name: error.name, message: error.message };
  const [constraint, table] = [brokenConstraint(error), refusingTable(error)];
  return { name: error.name, sqlState: sqlState(error), constraint, table, query: error.query };
}
