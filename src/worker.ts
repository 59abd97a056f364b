import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config/config.js';
import { Log } from './platform/logging/log.js';
import type { Ground } from './platform/platform.module.js';
import { Workers } from './platform/queues/workers.js';
import { isMainModule, runUntilSignalled } from './process.js';

/** The process that runs the queues. */
export async function startWorker(ground: Ground): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(AppModule.on(ground), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Log));
  await app.get(Workers).start();
  return app;
}

if (isMainModule(import.meta.url)) await runUntilSignalled(() => startWorker({ config: readConfig(process.env) }));
