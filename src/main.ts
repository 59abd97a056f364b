import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { readConfig } from './platform/config/config.js';
import { openConnections } from './platform/database/data-source.js';
import { makeHttpApp } from './platform/http/http-app.js';
import type { Ground } from './platform/platform.module.js';
import { isMainModule, runUntilSignalled } from './process.js';

/** The process that answers HTTP. */
export async function startHttp(ground: Ground): Promise<NestFastifyApplication> {
  const app = await makeHttpApp(AppModule.on(ground), ground.config);
  await openConnections(app.get(DataSource));
  await app.listen(ground.config.env.PORT, ground.config.env.HOST);
  return app;
}

if (isMainModule(import.meta.url)) await runUntilSignalled(() => startHttp({ config: readConfig(process.env) }));
