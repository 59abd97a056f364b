import { Injectable } from '@nestjs/common';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { assertMayAt, Venue } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { cell } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';
import { readSheet } from '../../platform/sheets/read-sheet.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { findKnownUnits } from '../inventory/known-units.js';
import type { KnownUnit } from '../inventory/known-units.js';
import { identityOf } from '../inventory/unit-list.rules.js';
import { EarlierLeases } from './earlier-leases.js';
import type { Earlier } from './earlier-leases.js';
import { headingOf } from './lease-list.columns.js';
import type { LeaseListQuery, LeaseListResult } from './lease-list.contract.js';
import { leaseListRefusals } from './lease-list.errors.js';
import { checkLeaseList, listedLeases } from './lease-list.rules.js';
import type { ListedLease } from './lease-list.rules.js';
import { LeasesInTheWay } from './leases-in-the-way.js';
import { ListedTenants } from './listed-tenants.js';
import type { KnownTenants } from './listed-tenants.js';
import { WriteTakenOver } from './write-taken-over.js';

interface Plan {
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly tenants: KnownTenants;
  /** Those that the house does not have yet. */
  readonly leases: readonly ListedLease[];
  readonly unchanged: number;
  readonly earlier: Earlier;
  readonly errors: readonly CellError[];
}

/** Ten years of a house of 200 units have about 10,000 leases. */
const mostLeases = 12_000;
const mostErrors = 500;

/**
 * Takes over the leases that a house had before it was run here, those that are over too: tenure, rates and who lived
 * where go on from them. All of the list or nothing; a dry run writes nothing; what is there already is left as it is.
 */
@Injectable()
export class TakeOverLeases {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly tenants: ListedTenants,
    private readonly inTheWay: LeasesInTheWay,
    private readonly earlier: EarlierLeases,
    private readonly write: WriteTakenOver,
    private readonly clock: Clock,
  ) {}

  async run(
    actor: StaffActor,
    venueId: string,
    file: Buffer,
    { dryRun, billedFrom: wanted }: LeaseListQuery,
    once?: OnceRequest,
  ): Promise<LeaseListResult> {
    assertMayAt(actor, 'leases.manage', venueId);
    const sheet = await readSheet(file, leaseListRefusals.unreadable, mostLeases);
    const billedFrom = this.billedFrom(wanted);
    return this.idempotency.once(dryRun ? undefined : once, async (tx) => {
      // Two imports into one house wait for each other.
      const house = await tx.findOne(Venue, { where: { id: venueId }, lock: { mode: 'for_no_key_update' } });
      if (!house) throw requestRefusals.not_found();
      const plan = await this.plan(tx, venueId, sheet);
      const { leases, errors } = plan;
      if (errors.length > 0 && !dryRun) {
        throw leaseListRefusals.has_errors({ count: errors.length, errors: errors.slice(0, mostErrors) });
      }
      if (!dryRun && leases.length > 0) {
        const residents = await this.tenants.settle(tx, actor, plan.tenants);
        await this.write.run(tx, actor, { ...plan, venueId, residents, billedFrom });
      }
      return resultOf(dryRun, plan, billedFrom);
    });
  }

  private async plan(tx: Tx, venueId: string, sheet: Sheet): Promise<Plan> {
    const today = this.clock.today();
    const checked = checkLeaseList(sheet, today);
    const units = await findKnownUnits(tx, venueId, true);
    const withUnit = checked.rows.filter(({ entry }) => units.has(identityOf(entry)));
    const noUnit = checked.rows.filter(({ entry }) => !units.has(identityOf(entry)));
    const tenants = await this.tenants.find(tx, withUnit);
    const found = await this.inTheWay.find(tx, listedLeases(withUnit, today), units, tenants.known);
    const { leases, unchanged } = found;
    const earlier = await this.earlier.find(tx, leases, units, tenants.known);
    const errors = [
      ...checked.errors,
      ...noUnit.map(({ row, entry }) => {
        return cell(row, headingOf('number'), entry.number, '公寓没有这套房源', 'the house has no such unit');
      }),
      ...tenants.errors,
      ...found.errors,
      ...earlier.errors,
    ];
    return { units, tenants, leases, unchanged, earlier, errors: errors.sort((a, b) => a.row - b.row) };
  }

  private billedFrom(wanted: string | undefined): PlainDate {
    const next = this.clock.today().with({ day: 1 }).add({ months: 1 });
    return wanted === undefined ? next : Temporal.PlainDate.from(`${wanted}-01`);
  }
}

function resultOf(dryRun: boolean, { leases, unchanged, tenants, earlier, errors }: Plan, billedFrom: PlainDate) {
  const rows = new Set(leases.map(({ row }) => row));
  const isRenewal = ({ row, previousRow }: ListedLease) => rows.has(previousRow ?? 0) || earlier.previous.has(row);
  const running = leases.filter(({ state }) => state === 'let').length;
  return {
    ...{ dryRun, created: leases.length, unchanged, running, ended: leases.length - running },
    renewals: leases.filter(isRenewal).length,
    newResidents: tenants.unknown.length,
    depositsFen: leases.reduce((sum, { entry }) => sum + entry.depositFen, 0),
    billedFrom: billedFrom.toPlainYearMonth().toString(),
    errors: errors.slice(0, mostErrors),
  };
}
