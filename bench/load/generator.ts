/* The load generator, a process of its own: takes orders over its channel, plays them, sends back what happened. */
import { playClosedLoop } from './closed-loop.js';
import type { Order } from './orders.js';
import { playRush } from './rush.js';

process.on('message', (order: Order) => {
  void play(order)
    .then((result) => process.send?.({ result }))
    .catch((error: unknown) => process.send?.({ problem: error instanceof Error ? error.message : String(error) }));
});
// The bench ends us; Ctrl-C reaches the whole group of processes and is the bench's to handle.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

function play(order: Order) {
  return order.kind === 'closed-loop' ? playClosedLoop(order) : playRush(order);
}
