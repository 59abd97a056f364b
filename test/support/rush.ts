import type { Answer, Told } from './rush-history.js';
import type { RushClass } from './given-rush-classes.js';
import type { RushHouse, RushPerson } from './rush-house.js';

/** One of the rush: what they want, and what they will do with what they get. */
export interface Wish {
  readonly person: RushPerson;
  readonly school: RushClass;
  readonly leaves: boolean;
  readonly takesOffer: boolean;
  /** After so long they give up on an answer, and ask again. */
  readonly patienceMs: number;
}

/** Something that happens when the rush has come to this try. */
interface Fault {
  readonly atTry: number;
  readonly strike: (rush: Rush) => Promise<void>;
}

type Deed = Pick<Told, 'act' | 'key' | 'about'> & { readonly path: string };

const atOnce = 16;
const mostTries = 40;

/** People who ask for places, some of whom leave again, and who all ask until they are answered. */
export class Rush {
  readonly told: Told[] = [];
  /** Tries that nobody answered, or that were answered "come again". */
  putOff = 0;
  isOver = false;
  private tries = 0;
  private struck: Promise<void> | undefined;

  constructor(
    house: RushHouse,
    private readonly fault: Fault,
    /** What those wait for who were not answered, before they ask again. */
    private readonly untilTheyAskAgain: () => Promise<void> = () => house.ready(),
  ) {}

  async play(wishes: readonly Wish[]): Promise<void> {
    const waiting: (Wish & { readonly bookingId: string })[] = [];
    await together(wishes, async (wish) => {
      const booked = await this.book(wish);
      if (booked.bookingId === null) return;
      if (wish.leaves) await this.ask(wish, this.about('withdraw', booked.bookingId));
      else if (booked.state === 'waiting') waiting.push({ ...wish, bookingId: booked.bookingId });
    });
    await together(waiting, (wish) => this.answerOffer(wish, wish.bookingId));
    this.isOver = true;
    await this.struck;
    if (!this.struck) throw new Error(`The rush was over after ${this.tries} tries, before anything happened.`);
  }

  private book(wish: Wish): Promise<Answer> {
    const { id } = wish.school;
    return this.ask(wish, { act: 'book', path: `/classes/${id}/enrolments`, key: `rush-${id}`, about: null });
  }

  private async answerOffer(wish: Wish, bookingId: string): Promise<void> {
    const seen = await this.untilAnswered(() => this.send(wish, 'GET', `/enrolments/${bookingId}`, null));
    if (seen.state === 'offered') await this.ask(wish, this.about(wish.takesOffer ? 'accept' : 'decline', bookingId));
  }

  private about(act: 'withdraw' | 'accept' | 'decline', bookingId: string): Deed {
    const route = { withdraw: 'withdrawal', accept: 'acceptance', decline: 'refusal' }[act];
    return { act, path: `/enrolments/${bookingId}/${route}`, key: null, about: bookingId };
  }

  private ask(wish: Wish, { path, ...deed }: Deed): Promise<Answer> {
    const about = { person: wish.person.id, pool: wish.school.poolId, ...deed };
    return this.untilAnswered(async () => {
      const sentAt = Date.now();
      const answer = await this.send(wish, 'POST', path, deed.key);
      const answeredAt = answer && Date.now();
      this.told.push({ ...about, sentAt, answeredAt, answer });
      return answer;
    });
  }

  /** As a phone in a tunnel does: the same again. */
  private async untilAnswered(ask: () => Promise<Answer | null>): Promise<Answer> {
    for (let tries = 0; tries < mostTries; tries++) {
      const answer = await ask();
      if (answer && answer.status !== 503) return answer;
      this.putOff += 1;
      await this.untilTheyAskAgain();
    }
    throw new Error(`Somebody was not answered in ${mostTries} tries.`);
  }

  /** null where nobody answered. */
  private async send(wish: Wish, method: string, path: string, key: string | null): Promise<Answer | null> {
    const { person, patienceMs } = wish;
    this.tries += 1;
    if (this.tries === this.fault.atTry) {
      this.struck = this.fault.strike(this);
      // It is heard of at the end.
      this.struck.catch(() => undefined);
    }
    const options = { patienceMs, ...(key === null ? {} : { key }) };
    const reply = await person.http.send<any>(method, path, undefined, options).catch(() => null);
    if (!reply) return null;
    const { enrolmentId = null, state = null, position = null } = reply.body.enrolment ?? reply.body;
    return { status: reply.status, code: reply.body.code ?? null, bookingId: enrolmentId, state, position };
  }
}

/** So many at a time, in their order; who is done makes room for the next. */
async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const next = items.values();
  const lane = async () => {
    for (const item of next) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
