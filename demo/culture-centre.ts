import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EditHalls } from '../src/culture-centre/halls/edit-halls.service.js';
import { Hall } from '../src/culture-centre/halls/hall.entity.js';
import { seatMap } from '../src/culture-centre/halls/seat-map.contract.js';
import { Gate } from '../src/culture-centre/gates/gate.entity.js';
import { Gates } from '../src/culture-centre/gates/gates.js';
import { ImportProgramme } from '../src/culture-centre/programme/import-programme.service.js';
import { ProgrammeItem } from '../src/culture-centre/programme/programme-item.entity.js';
import { PublishItem } from '../src/culture-centre/programme/publish-item.service.js';
import { daysBetween, Temporal } from '../src/kernel/time.js';
import { system } from '../src/people/index.js';
import { Clock } from '../src/platform/clock/clock.js';

const theatre = { name: '金港大剧场', nameEn: 'Jingang grand theatre', kind: 'theatre' as const };
/** The Monday of the week in which the programme of the file begins. */
const writtenFor = Temporal.PlainDate.from('2026-11-30');

/**
 * The culture centre's halls, programme and a gate, by the staff's own import. The dates of the file are moved by whole
 * weeks to this one, so that something is on whenever the demo is loaded. Each step looks whether it was done before.
 */
export async function loadCultureCentre(
  app: INestApplicationContext,
  venueId: string,
  file: (name: string) => Buffer,
): Promise<void> {
  const get = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const { manager } = app.get(DataSource);
  if (!(await manager.existsBy(Hall, { venueId, name: theatre.name }))) {
    const { id } = await get(EditHalls).add(system, { venueId, ...theatre });
    const map = seatMap.parse(JSON.parse(file('grand-theatre-seats.json').toString('utf8')));
    await get(EditHalls).drawSeats(system, id, { map, dryRun: false });
  }
  if (!(await manager.existsBy(ProgrammeItem, { venueId }))) {
    const csv = movedToThisWeek(file('culture-centre-programme.csv').toString('utf8'), app.get(Clock).today());
    await get(ImportProgramme).run(system, venueId, Buffer.from(csv), false);
  }
  for (const { id } of await manager.findBy(ProgrammeItem, { venueId, state: 'draft' }))
    await get(PublishItem).run(system, id);
  const gate = { venueId, hallId: null, name: '正门', nameEn: 'Main entrance' };
  if (!(await manager.existsBy(Gate, { venueId }))) await get(Gates).add(system, gate, undefined);
}

function movedToThisWeek(csv: string, today: Temporal.PlainDate): string {
  const days = daysBetween(writtenFor, today.subtract({ days: today.dayOfWeek - 1 }));
  return csv.replace(/\b20\d\d-\d\d-\d\d\b/g, (date) => Temporal.PlainDate.from(date).add({ days }).toString());
}
