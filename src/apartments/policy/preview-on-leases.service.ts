import { Injectable } from '@nestjs/common';
import { assertMayAt } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { LeasePreviewQueries } from './lease-preview.queries.js';
import { inOrder, previewedLease, summaryOf } from './lease-preview.rules.js';
import type {
  LeasePreview,
  LeasePreviewFilter,
  LeasePreviewQuery,
  LeasePreviewRow,
  LeasePreviewSummary,
} from './lease-preview.contract.js';
import { PoliciesQueries } from './policies.queries.js';

export interface WholePreview {
  readonly version: number;
  readonly rows: readonly LeasePreviewRow[];
  readonly summary: LeasePreviewSummary;
}

/** What a version would mean for the leases that run today, at their next renewal; nothing is written. */
@Injectable()
export class PreviewOnLeases {
  constructor(
    private readonly policies: PoliciesQueries,
    private readonly queries: LeasePreviewQueries,
    private readonly clock: Clock,
  ) {}

  async page(actor: Actor, id: string, query: LeasePreviewQuery): Promise<LeasePreview> {
    const { rows, summary } = await this.all(actor, id, query);
    const { page, size } = query;
    return { items: rows.slice((page - 1) * size, page * size), total: rows.length, page, size, summary };
  }

  /** All of them, with the number of the version. */
  async all(actor: Actor, id: string, filter: LeasePreviewFilter): Promise<WholePreview> {
    const { venueId, version, values } = await this.policies.one(actor, id);
    assertMayAt(actor, 'leases.read', venueId);
    const running = await this.queries.running(venueId, filter);
    const open = running.filter(({ hasNext }) => !hasNext);
    const previewed = open.map((lease) => previewedLease(values, lease, this.clock.today()));
    const wanted = previewed.filter(({ change }) => filter.change === undefined || change === filter.change);
    const summary = summaryOf(previewed, running.length - open.length);
    return { version, rows: inOrder(wanted, filter.sort), summary };
  }
}
