import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import type { PolicyValues } from './policy.contract.js';
import { toRentAnswer } from './rent-answer.rules.js';
import { PoliciesQueries } from './policies.queries.js';
import type {
  PreviewInput,
  PreviewView,
  RentAnswer,
  RentQuestionInput,
  ScheduleInput,
  ScheduleView,
} from './rent-preview.contract.js';
import { monthlyRent, rentSchedule } from '../rents/rent.rules.js';
import type { RentQuestion } from '../rents/rent.rules.js';

/** What people would pay under a version or the draft, before it is published; nothing is written. */
@Injectable()
export class PreviewRents {
  constructor(private readonly queries: PoliciesQueries) {}

  async run(actor: Actor, id: string, { questions, comparedWith }: PreviewInput): Promise<PreviewView> {
    const { values } = await this.queries.one(actor, id);
    const compared = comparedWith === undefined ? null : (await this.queries.one(actor, comparedWith)).values;
    return previewOf(questions, values, compared);
  }

  async schedule(actor: Actor, id: string, { question, months }: ScheduleInput): Promise<ScheduleView> {
    const { values } = await this.queries.one(actor, id);
    const rows = rentSchedule(asked(question, values), months ?? values.termMonths);
    return { items: rows.map((row) => ({ ...row, rent: toRentAnswer(row.rent) })) };
  }
}

/** The same questions under a policy and, where it is to be compared, under another. */
export function previewOf(
  questions: readonly RentQuestionInput[],
  values: PolicyValues,
  compared: PolicyValues | null,
): PreviewView {
  const items = questions.map((question) => {
    const rent = toRentAnswer(monthlyRent(asked(question, values)));
    const comparedRent = compared && toRentAnswer(monthlyRent(asked(question, compared)));
    return { rent, comparedRent, changeFen: changeOf(rent, comparedRent) };
  });
  const changed = (sign: number) =>
    items.filter(({ changeFen }) => changeFen !== null && Math.sign(changeFen) === sign);
  return {
    items,
    summary: {
      asked: items.length,
      ...together(items.map(({ rent }) => rent)),
      compared: compared && {
        ...together(items.flatMap(({ comparedRent }) => comparedRent ?? [])),
        raised: changed(1).length,
        lowered: changed(-1).length,
        unchanged: changed(0).length,
      },
    },
  };
}

function asked({ areaM2, marketFenPerM2, tier, spouseTier, degree, ...rest }: RentQuestionInput, policy: PolicyValues) {
  const question: RentQuestion = {
    policy,
    unit: { areaM2, marketFenPerM2 },
    household: { tier, spouseTier, degree },
    ...rest,
  };
  return question;
}

function changeOf(rent: RentAnswer, compared: RentAnswer | null): number | null {
  return rent.outcome === 'rent' && compared?.outcome === 'rent' ? rent.netFen - compared.netFen : null;
}

function together(rents: readonly RentAnswer[]): { leftOpen: number; netFen: number } {
  const given = rents.filter((rent) => rent.outcome === 'rent');
  return { leftOpen: rents.length - given.length, netFen: given.reduce((sum, { netFen }) => sum + netFen, 0) };
}
