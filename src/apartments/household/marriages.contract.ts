import { z } from 'zod';
import { id, line, plainDate } from '../../kernel/contract.js';

const proof = line(200).meta({ description: 'Which certificate was seen; no number of an identity document' });

export const newMarriage = z
  .strictObject({ residentIds: z.tuple([id, id]), marriedOn: plainDate, proof })
  .meta({ id: 'NewMarriage' });
export type NewMarriage = z.output<typeof newMarriage>;

export const marriageEnd = z
  .strictObject({ endedOn: plainDate.meta({ description: 'The first day on which they are not married' }), proof })
  .meta({ id: 'MarriageEnd' });
export type MarriageEnd = z.output<typeof marriageEnd>;

export const marriageView = z
  .object({
    id,
    people: z.array(z.object({ id, name: z.string() })),
    marriedOn: plainDate,
    proof: z.string(),
    endedOn: plainDate.nullable(),
    endReason: z.enum(['divorce', 'death']).nullable(),
    endProof: z.string().nullable(),
    endOneBy: plainDate.nullable().meta({ description: 'By when one of their two homes is given up' }),
  })
  .meta({ id: 'Marriage' });
export type MarriageView = z.output<typeof marriageView>;

export const marriageList = z.object({ items: z.array(marriageView) }).meta({ id: 'Marriages' });
export type MarriageList = z.output<typeof marriageList>;
