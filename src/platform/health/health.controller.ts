import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { refusals, when } from '../../kernel/refusal.js';
import { Answers, Open } from '../http/route.js';
import { Queues } from '../queues/queues.js';

const liveView = z.object({ status: z.literal('ok') }).meta({ id: 'Live' });
const readyView = z.object({ database: z.literal('ok'), queue: z.literal('ok') }).meta({ id: 'Ready' });

const healthRefusals = refusals('health', {
  not_ready: when<{ database: string; queue: string; retryAfterSeconds: number }>('unavailable', () => ({
    zh: '系统尚未就绪，请稍后再试。',
    en: 'Linli is not ready; try again shortly.',
  })),
});

const patienceMs = 2_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly source: DataSource,
    private readonly queues: Queues,
  ) {}

  @Get('live')
  @Open('a load balancer asks before anybody is signed in')
  @Answers(liveView)
  live(): z.output<typeof liveView> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Open('a load balancer asks before anybody is signed in')
  @Answers(readyView)
  async ready(): Promise<z.output<typeof readyView>> {
    const [database, queue] = await Promise.all([
      settles(this.source.query('SELECT 1')),
      settles(this.queues.ping(patienceMs)),
    ]);
    if (database && queue) return { database: 'ok', queue: 'ok' };
    const word = (answers: boolean) => (answers ? 'ok' : 'does not answer');
    throw healthRefusals.not_ready({ database: word(database), queue: word(queue), retryAfterSeconds: 5 });
  }
}

async function settles(answer: Promise<unknown>): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs).unref());
  return Promise.race([
    answer.then(
      () => true,
      () => false,
    ),
    timeout,
  ]);
}
