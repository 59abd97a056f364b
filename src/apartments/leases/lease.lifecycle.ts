import { lifecycle } from '../../kernel/lifecycle.js';

/**
 * held: chosen, until it is signed; signed: by the tenant, until the house has signed and the deposit is there; let: in
 * force; ended: its time is over and the keys are back. A hold that runs out lapses, one that is given up is withdrawn;
 * so is a signed renewal that never begins, since the lease before it ends early.
 */
export const leaseLifecycle = lifecycle('held', {
  held: ['signed', 'let', 'lapsed', 'withdrawn'],
  signed: ['let', 'lapsed', 'withdrawn'],
  let: ['ended', 'withdrawn'],
  ended: [],
  lapsed: [],
  withdrawn: [],
});

export const leaseStates = ['held', 'signed', 'let', 'ended', 'lapsed', 'withdrawn'] as const;
export type LeaseState = (typeof leaseStates)[number];

/** States in which a lease takes its unit and its tenant's time. */
export const binding: readonly LeaseState[] = ['held', 'signed', 'let', 'ended'];
