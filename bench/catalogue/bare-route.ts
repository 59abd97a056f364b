/* The yardstick: Fastify with one route that returns the bytes of a file, and 304 to who has them already. */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const body = readFileSync(process.env.BODY_FILE ?? '');
const etag = '"the-same-bytes"';
const app = fastify();

app.get('/classes', (request, reply) => {
  if (request.headers['if-none-match'] === etag) return reply.code(304).header('etag', etag).send();
  return reply.header('etag', etag).type('application/json; charset=utf-8').send(body);
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
