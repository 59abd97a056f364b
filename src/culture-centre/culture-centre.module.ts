import { Module } from '@nestjs/common';
import { gates } from './gates/gates.part.js';
import { groups } from './groups/groups.part.js';
import { halls } from './halls/halls.part.js';
import { orders } from './orders/orders.part.js';
import { programme } from './programme/programme.part.js';
import { reports } from './reports/reports.part.js';
import { tickets } from './tickets/tickets.part.js';

const parts = [gates, groups, halls, orders, programme, reports, tickets];

export const cultureCentreEntities = parts.flatMap(({ entities }) => entities);

/** The culture centre: what is shown, who comes when, on which seat, and who is let in. */
@Module({
  controllers: parts.flatMap(({ controllers }) => controllers),
  providers: parts.flatMap(({ providers }) => providers),
})
export class CultureCentreModule {}
