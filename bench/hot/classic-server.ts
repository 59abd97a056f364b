/*
 * The yardstick: a booking as most systems do it. Find who is signed in; in a transaction lock the pool, count, insert,
 * update the counter, commit. Written as well as that way can be: Fastify, a bounded count, one query for the session,
 * and none of the house's other rules.
 */
import 'reflect-metadata';
import { createHmac, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { DataSource, EntitySchema } from 'typeorm';

interface YardPool {
  id: string;
  capacity: number;
  taken: number;
  waiting: number;
}

interface YardBooking {
  id: string;
  poolId: string;
  personId: string;
  state: 'confirmed' | 'waiting';
  position: number | null;
  bookedAt: Date;
}

const pools = new EntitySchema<YardPool>({
  name: 'yard_pools',
  columns: {
    id: { type: 'uuid', primary: true },
    capacity: { type: 'int' },
    taken: { type: 'int' },
    waiting: { type: 'int' },
  },
});
const bookings = new EntitySchema<YardBooking>({
  name: 'yard_bookings',
  columns: {
    id: { type: 'uuid', primary: true },
    poolId: { type: 'uuid', name: 'pool_id' },
    personId: { type: 'uuid', name: 'person_id' },
    state: { type: 'text' },
    position: { type: 'int', nullable: true },
    bookedAt: { type: 'timestamptz', name: 'booked_at' },
  },
});

const source = await new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [pools, bookings],
  poolSize: 20,
  // As the house's: no round begins by connecting.
  extra: { idleTimeoutMillis: 0 },
}).initialize();
const hashKey = Buffer.from(process.env.HASH_KEY ?? '', 'base64');
const app = fastify();
const byId = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } };

app.post('/classes/:id/enrolments', { schema: { params: byId } }, async (request, reply) => {
  const personId = await signedIn(request.headers.authorization ?? '');
  if (!personId) return reply.code(401).send({ code: 'people.sign_in_first' });
  const { id } = request.params as { id: string };
  const booking = await book(id, personId);
  return reply.code(201).send({ enrolmentId: booking.id, state: booking.state, position: booking.position });
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });

async function signedIn(authorization: string): Promise<string | undefined> {
  const token = authorization.replace(/^Bearer /, '');
  const hash = createHmac('sha256', hashKey).update(`sign-in token\0${token}`).digest('hex');
  const [row]: { resident_id: string }[] = await source.query(
    `SELECT resident_id FROM sign_ins WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > now()`,
    [hash],
  );
  return row?.resident_id;
}

function book(poolId: string, personId: string): Promise<YardBooking> {
  return source.transaction(async (tx) => {
    const pool = await tx.findOneOrFail(pools, { where: { id: poolId }, lock: { mode: 'pessimistic_write' } });
    const taken = await tx.countBy(bookings, { poolId, state: 'confirmed' });
    const waits = taken >= pool.capacity;
    const booking: YardBooking = {
      id: randomUUID(),
      poolId,
      personId,
      state: waits ? 'waiting' : 'confirmed',
      position: waits ? pool.waiting + 1 : null,
      bookedAt: new Date(),
    };
    await tx.insert(bookings, booking);
    await tx.update(pools, { id: poolId }, waits ? { waiting: pool.waiting + 1 } : { taken: taken + 1 });
    return booking;
  });
}
