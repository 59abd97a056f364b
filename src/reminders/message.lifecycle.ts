import { lifecycle } from '../kernel/lifecycle.js';

export type MessageState = 'due' | 'claimed' | 'sent' | 'withdrawn' | 'failed';

/** A withdrawn reminder that is true again becomes due again; a failed one can be tried again by hand. */
export const messageLifecycle = lifecycle<MessageState>('due', {
  due: ['claimed', 'withdrawn'],
  claimed: ['sent', 'due', 'failed'],
  sent: [],
  withdrawn: ['due'],
  failed: ['due'],
});
