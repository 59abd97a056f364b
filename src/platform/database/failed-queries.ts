import { QueryFailedError } from 'typeorm';
import { Refusal } from '../../kernel/refusal.js';

/** Whether PostgreSQL refused a value or a row, so that the same statement without it may well succeed. */
export function isOfOneRow(error: unknown): boolean {
  if (error instanceof Refusal) return error.kind !== 'unavailable';
  return /^2[123]/.test(sqlState(error) ?? '');
}

/** The five-character SQLSTATE of a failed query, if PostgreSQL gave one. */
export function sqlState(error: unknown): string | undefined {
  return driverField(error, 'code');
}

/** The name of the constraint that refused a query, if one did. */
export function brokenConstraint(error: unknown): string | undefined {
  return driverField(error, 'constraint');
}

/** The name of the table that a failed query was refused by, if PostgreSQL gave one. */
export function refusingTable(error: unknown): string | undefined {
  return driverField(error, 'table');
}

function driverField(error: unknown, field: 'code' | 'constraint' | 'table'): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const value: unknown = Reflect.get(error.driverError, field);
  return typeof value === 'string' ? value : undefined;
}
