import type { Told } from './requests.js';

/** Clients that each ask again as soon as they are answered. */
export interface ClosedLoop {
  readonly kind: 'closed-loop';
  /** Ports of the API processes; clients are dealt out to them in turn. */
  readonly ports: readonly number[];
  readonly clients: number;
  /** The loop ends after so many seconds, or when every person has had their turn. */
  readonly seconds: number;
  readonly what: EnrolEach | ReadOver;
}

/** Every request by another signed-in person, all for one class. */
export interface EnrolEach {
  readonly kind: 'enrol';
  readonly classId: string;
  readonly secret: string;
  readonly first: number;
  readonly count: number;
}

/** The same address again and again, with or without the ETag of an earlier answer. */
export interface ReadOver {
  readonly kind: 'read';
  readonly path: string;
  readonly etag: string | undefined;
}

export interface LoopResult {
  /** Seconds from the first request to the end of the loop, or to the last answer where people ran out before. */
  readonly seconds: number;
  /** Answers within these seconds that are decisions: enrolled, waiting or refused by a rule; for reads, 200 and 304. */
  readonly decided: number;
  /** Milliseconds from sending to the complete answer, of decisions, in no order. */
  readonly latencies: Float64Array;
  /** How often each outcome came, such as `201 waiting`, `409 admission.closed`, `503 put off`, `0 ECONNRESET`. */
  readonly outcomes: Record<string, number>;
  /** Positions that people were told, in order of answers. */
  readonly positions: Int32Array;
  /** Share of the time in which the load generator's own thread was busy, 0 to 1. */
  readonly generatorBusy: number;
}

/** One person's visit to the catalogue and what they want there. */
export interface Visit {
  readonly person: number;
  /** Milliseconds from the opening to when the page is opened. */
  readonly looksAt: number;
  /** Milliseconds from the opening to the first click, where there is no waiting room that says when. */
  readonly clicksAt: number;
  /** Classes by their index, in the order of wishes. */
  readonly wishes: readonly number[];
  /** Milliseconds between an answer and the next wish. */
  readonly thinks: number;
  /** Clicks a second time before the first click is answered. */
  readonly clicksTwice: boolean;
  readonly tooYoung: boolean;
}

/** Visits on a timetable of their own, whether the house keeps up or not. */
export interface Rush {
  readonly kind: 'rush';
  readonly port: number;
  readonly connections: number;
  readonly secret: string;
  readonly classIds: readonly string[];
  readonly visits: readonly Visit[];
  /** The opening whose waiting room people pass; undefined: there is none. */
  readonly openingId: string | undefined;
  /** How often a page that waits for its turn asks for the catalogue anew. */
  readonly refreshSeconds: number;
  /** After so many seconds nobody sends anything any more; whoever was not told by then is left unanswered. */
  readonly seconds: number;
}

/** One wish of one person, from the click to the answer. Times are milliseconds from the opening. */
export interface Try extends Told {
  readonly person: number;
  readonly classIndex: number;
  readonly clickedAt: number;
  readonly toldAt: number;
  /** Milliseconds of the last request alone, without the waits that a 503 asked for. */
  readonly answerMs: number;
  /** How many 503 with Retry-After came before. */
  readonly putOff: number;
  /** What the impatient second click was told. */
  readonly again: Told | undefined;
}

/** When somebody learnt that it was their turn, in milliseconds from the opening. */
export interface LetIn {
  readonly person: number;
  readonly number: number;
  readonly at: number;
}

/** What pages in the waiting room were told, and how fast. */
export interface Waits {
  readonly latencies: Float64Array;
  readonly outcomes: Record<string, number>;
  readonly letIn: readonly LetIn[];
}

export interface RushResult {
  /** The moment from which all times count, in milliseconds since 1970. */
  readonly beganAt: number;
  readonly tries: readonly Try[];
  readonly waits: Waits | undefined;
  readonly reads: { latencies: Float64Array; outcomes: Record<string, number>; notModified: number };
  readonly generatorBusy: number;
}

export type Order = ClosedLoop | Rush;
export type ResultOf<Given extends Order> = Given extends ClosedLoop ? LoopResult : RushResult;
