import { QueryFailedError } from 'typeorm';

const codes = /^(08...|57P0[1-4]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/;
/** The driver says these in words only. */
const words = /^(Connection terminated|timeout (exceeded|expired) when|Client (was closed|has encountered))/;
/** What TypeORM says to those who go on after their connection was cut. */
const names = /^(QueryRunnerProviderAlreadyReleased|QueryRunnerAlreadyReleased|TransactionNotStarted)Error$/;

/** Whether the database could not be reached or went away, so that what was begun may or may not be done. */
export function isDatabaseAway(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return false;
  // Errors of sockets come from outside whatever made this module's own Error, so their class says nothing.
  const { code, message = '', name = '' } = cause as { code?: unknown; message?: string; name?: string };
  return (typeof code === 'string' && codes.test(code)) || words.test(message) || names.test(name);
}
