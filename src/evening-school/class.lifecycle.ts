import { lifecycle } from '../kernel/lifecycle.js';

export type ClassState = 'draft' | 'published' | 'cancelled';

/** A draft is seen by staff alone. A cancelled class stays cancelled: its learners have been told. */
export const classLifecycle = lifecycle<ClassState>('draft', {
  draft: ['published', 'cancelled'],
  published: ['cancelled'],
  cancelled: [],
});
