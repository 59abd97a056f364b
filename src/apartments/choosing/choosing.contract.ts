import { z } from 'zod';
import { id, instant, pageOf, pageQuery, reference } from '../../kernel/contract.js';

export const newRound = z
  .strictObject({
    venueId: id.meta({ description: 'The apartment house' }),
    startsAt: instant,
    turnMinutes: z.int().min(5).max(540).default(20),
    passesAllowed: z.int().min(0).max(10).default(1).meta({ description: 'How often who passes gets another turn' }),
  })
  .meta({ id: 'NewChoosingRound' });
export type NewRound = z.output<typeof newRound>;

export const roundsQuery = z.strictObject({ venueId: id.optional(), ...pageQuery });
export type RoundsQuery = z.output<typeof roundsQuery>;

const turn = z.object({
  applicationId: id,
  reference,
  position: z.int(),
  from: instant,
  until: instant,
  passes: z.int(),
  outcome: z.enum(['chose', 'passed', 'missed']).nullable(),
});
export const turnView = turn.meta({ id: 'ChoosingTurn' });
export type TurnView = z.output<typeof turnView>;

const round = {
  id,
  venueId: id,
  startsAt: instant,
  turnMinutes: z.int(),
  passesAllowed: z.int(),
  state: z.enum(['running', 'over']),
};
export const roundView = z.object({ ...round, turns: z.array(turnView) }).meta({ id: 'ChoosingRound' });
export type RoundView = z.output<typeof roundView>;

export const roundPage = pageOf(z.object(round).meta({ id: 'ChoosingRoundRow' })).meta({ id: 'ChoosingRoundPage' });
export type RoundPage = z.output<typeof roundPage>;
