import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ResidentActor } from '../people/index.js';
import type { RefundView } from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';
import { toRefundView } from './enrolment.view.js';
import { Refunds } from './refunds.js';

/** What somebody would get back if they withdrew now; nothing is changed. */
@Injectable()
export class PreviewRefund {
  constructor(
    private readonly source: DataSource,
    private readonly enrolments: Enrolments,
    private readonly refunds: Refunds,
  ) {}

  async run(actor: ResidentActor, enrolmentId: string): Promise<RefundView> {
    await this.enrolments.one(actor.id, enrolmentId);
    return toRefundView(await this.refunds.now(this.source.manager, enrolmentId));
  }
}
