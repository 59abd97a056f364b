import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';

/** What is known to be proved of the household that an application is about. */
@Injectable()
export class Proofs {
  /** Not before insurance was proved, where somebody applied as newly hired and not yet insured. */
  async isInsured(tx: Tx, applicationId: string | null): Promise<boolean> {
    const [proof]: { hired_on: string | null }[] = await tx.query(
      `SELECT hired_on::text FROM application_conditions WHERE application_id = $1 AND kind = 'social_insurance'`,
      [applicationId],
    );
    return !proof?.hired_on;
  }
}
