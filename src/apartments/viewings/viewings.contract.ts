import { z } from 'zod';
import { id, instant, line, pageOf, pageQuery, plainDate, reference, rule } from '../../kernel/contract.js';
import { viewingStates } from './viewing.lifecycle.js';
import { viewingRules } from './viewing.rules.js';

const { minutes, mostParties } = viewingRules;

export const newViewingTime = rule(
  z.strictObject({
    unitId: id.optional().meta({ description: 'The unit that is shown; or else a building with a layout' }),
    buildingId: id.optional(),
    layout: line(60).optional(),
    startsAt: instant,
    minutes: z.int().min(minutes.least).max(minutes.most),
    parties: z.int().min(1).max(mostParties).meta({ description: 'How many appointments it takes' }),
    meetingPlace: line(120),
    meetingPlaceEn: line(120),
  }),
  ({ unitId, buildingId, layout }) =>
    unitId === undefined
      ? buildingId !== undefined && layout !== undefined
      : buildingId === undefined && layout === undefined,
  { zh: '请填写房源，或楼栋加户型，只填一种', en: 'Either a unit, or a building with a layout is needed' },
).meta({ id: 'NewViewingTime' });
export type NewViewingTime = z.output<typeof newViewingTime>;

export const viewingCancellation = z
  .strictObject({ reason: line(200), reasonEn: line(200) })
  .meta({ id: 'ViewingCancellation' });
export type ViewingCancellation = z.output<typeof viewingCancellation>;

export const viewingMark = z.strictObject({ outcome: z.enum(['came', 'absent']) }).meta({ id: 'ViewingMark' });
export type ViewingMark = z.output<typeof viewingMark>;

export const viewingMove = z.strictObject({ timeId: id }).meta({ id: 'ViewingMove' });
export type ViewingMove = z.output<typeof viewingMove>;

export const ownTimesQuery = z.strictObject({ unitId: id.optional(), ...pageQuery });
export type OwnTimesQuery = z.output<typeof ownTimesQuery>;
export const ownViewingsQuery = z.strictObject(pageQuery);

export const timesQuery = z.strictObject({
  from: plainDate.optional().meta({ description: 'The first day; today, when left out' }),
  venueId: id.optional(),
  buildingId: id.optional(),
  unitId: id.optional(),
  ...pageQuery,
});
export type TimesQuery = z.output<typeof timesQuery>;

const time = {
  id,
  house: z.object({ id, name: z.string(), nameEn: z.string() }),
  building: z.object({ id, name: z.string(), nameEn: z.string() }),
  unit: z.object({ id, number: z.string() }).nullable().meta({ description: 'Null: any of the layout' }),
  layout: z.string(),
  startsAt: instant,
  endsAt: instant,
  meetingPlace: z.string(),
  meetingPlaceEn: z.string(),
  parties: z.int(),
  free: z.int().meta({ description: 'How many more can book' }),
};

export const freeTime = z.object(time).meta({ id: 'FreeViewingTime' });
export type FreeTime = z.output<typeof freeTime>;
export const freeTimePage = pageOf(freeTime).meta({ id: 'FreeViewingTimePage' });
export type FreeTimePage = z.output<typeof freeTimePage>;

export const myViewing = z
  .object({
    id,
    reference,
    state: z.enum(viewingStates),
    time: freeTime.omit({ parties: true, free: true }),
    cancelReason: z.object({ zh: z.string(), en: z.string() }).nullable(),
    bookedAt: instant,
  })
  .meta({ id: 'MyViewing' });
export type MyViewing = z.output<typeof myViewing>;
export const myViewingPage = pageOf(myViewing).meta({ id: 'MyViewingPage' });
export type MyViewingPage = z.output<typeof myViewingPage>;

const timeRow = z
  .object({
    ...time,
    cancelled: z.object({ at: instant, reason: z.string(), reasonEn: z.string() }).nullable(),
    isShown: z.boolean().meta({ description: 'Whether what is viewed is neither let nor out of service that day' }),
  })
  .meta({ id: 'ViewingTimeRow' });
export type ViewingTimeRow = z.output<typeof timeRow>;
export const viewingTimePage = pageOf(timeRow).meta({ id: 'ViewingTimePage' });
export type ViewingTimePage = z.output<typeof viewingTimePage>;

export const viewingRow = z
  .object({
    id,
    reference,
    state: z.enum(viewingStates),
    applicant: z.object({ id, name: z.string(), phone: z.string() }),
    application: z.object({ id, reference, state: z.string() }),
    bookedAt: instant,
  })
  .meta({ id: 'ViewingRow' });
export type ViewingRow = z.output<typeof viewingRow>;

export const viewingTimeView = timeRow.extend({ viewings: z.array(viewingRow) }).meta({ id: 'ViewingTime' });
export type ViewingTimeView = z.output<typeof viewingTimeView>;
