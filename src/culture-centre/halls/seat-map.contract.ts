import { z } from 'zod';
import { line, rule } from '../../kernel/contract.js';

/** What a seat is: house seats and accessible places are sold to everybody only after their release. */
export const seatKinds = ['ordinary', 'wheelchair', 'companion', 'house'] as const;
export type SeatKind = (typeof seatKinds)[number];

const number = z.int().min(1).max(999);

/**
 * A block of seats side by side, from the aisle or wall at its left to the one at its right: `from` to `to` as the seats
 * are numbered (in steps of two where odd and even numbers are on two sides), lying from column `at` on.
 */
export const seatBlock = rule(
  z.strictObject({
    from: number,
    to: number,
    step: z.union([z.literal(1), z.literal(2)]).default(1),
    at: z.int().min(0).max(400).meta({ description: 'Column of the drawing at which the block begins' }),
    zone: line(20),
    kind: z.enum(seatKinds).default('ordinary'),
    mirrored: z.boolean().default(false).meta({ description: 'true: the numbers fall from left to right' }),
  }),
  ({ from, to, step }) => from <= to && (to - from) % step === 0,
  { zh: '座位号须从小到大', en: 'The numbers must rise' },
);

/** Seats are named by row and number, `12-7`; so a row's own name has neither a dash nor a space in it. */
export const seatKeyPattern = /^[^\s-]{1,8}-\d{1,3}$/;

const rowName = rule(line(8), (name) => seatKeyPattern.test(`${name}-1`), {
  zh: '排名不能含空格或“-”：座位以“排-座”为名，如 12-7',
  en: 'The name of a row has no space and no dash: seats are named by row and number, such as 12-7',
});

export const seatRow = z.strictObject({
  name: rowName.meta({ description: 'As it is written on the ticket: 1, 2, A' }),
  at: z.int().min(0).max(400).meta({ description: 'Line of the drawing, 0 is nearest to the stage' }),
  blocks: z.array(seatBlock).min(1).max(20),
});

export const seatMap = z
  .strictObject({
    stage: line(20).default('舞台').meta({ description: 'What is in front of the first row' }),
    zones: z
      .array(z.strictObject({ code: line(20), name: line(20), nameEn: line(30) }))
      .min(1)
      .max(20),
    rows: z.array(seatRow).min(1).max(200),
  })
  .meta({ id: 'SeatMap' });
export type SeatMap = z.output<typeof seatMap>;
export type SeatBlock = z.output<typeof seatBlock>;
