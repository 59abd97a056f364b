import { mayView } from './viewing.rules.js';

const states = mayView.map((state) => `'${state}'`).join(', ');

/** Whether an application `a` gives the right to view units of its house on this day, a parameter such as `$2`. */
export function givesRight(today: string): string {
  return `a.state IN (${states})
          AND (a.state <> 'approved' OR a.valid_until IS NULL OR a.valid_until >= ${today}::date)`;
}
