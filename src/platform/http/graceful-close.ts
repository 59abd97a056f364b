import type { FastifyInstance } from 'fastify';

/**
 * Lets requests that were accepted finish while the process closes, and then ends their connections. Without this, a
 * client that keeps its connection alive would hold the process until the keep-alive time is over.
 */
export function closeGracefully(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
