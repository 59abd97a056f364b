import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { HttpReply } from '../../platform/http/request.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { AnswersFile, Open } from '../../platform/http/route.js';

const require = createRequire(import.meta.url);
const own = fileURLToPath(new URL('../../../web/gate/', import.meta.url));
const script = 'text/javascript; charset=utf-8';

/** Everything that the page at the door is made of; nothing comes from elsewhere. */
const files: Readonly<Record<string, { readonly type: string; readonly at: () => string }>> = {
  'gate.html': { type: 'text/html; charset=utf-8', at: () => path.join(own, 'gate.html') },
  'gate.css': { type: 'text/css; charset=utf-8', at: () => path.join(own, 'gate.css') },
  'gate.js': { type: script, at: () => path.join(own, 'gate.js') },
  'decide.js': { type: script, at: () => path.join(own, 'decide.js') },
  'store.js': { type: script, at: () => path.join(own, 'store.js') },
  'scanner.js': { type: script, at: () => path.join(own, 'scanner.js') },
  'walk-in.js': { type: script, at: () => path.join(own, 'walk-in.js') },
  'words.js': { type: script, at: () => path.join(own, 'words.js') },
  'sw.js': { type: script, at: () => path.join(own, 'sw.js') },
  'barcode-detector.js': { type: script, at: () => besidePonyfill('../iife/ponyfill.js') },
  'zxing_reader.wasm': { type: 'application/wasm', at: () => require.resolve('zxing-wasm/reader/zxing_reader.wasm') },
};

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src blob:; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
  'permissions-policy': 'camera=(self)',
  'service-worker-allowed': '/gate',
} as const;

const byName = z.strictObject({ name: z.string().max(60) });

@ApiTags('culture centre: gates')
@Controller('gate')
export class GatePageController {
  private readonly read = new Map<string, Buffer>();

  @Get()
  @Open('the page shows nothing before somebody signs in')
  @AnswersFile('text/html; charset=utf-8')
  @ApiOperation({ summary: 'The page at the door, for a phone or a hand scanner; it works without a network' })
  page(@Res({ passthrough: true }) reply: HttpReply): Promise<Buffer> {
    return this.file('gate.html', reply);
  }

  @Get(':name')
  @Open('the page shows nothing before somebody signs in')
  @AnswersFile('text/javascript; charset=utf-8')
  @ApiOperation({ summary: 'A file of the page at the door' })
  part(
    @Param({ schema: byName }) { name }: { name: string },
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<Buffer> {
    return this.file(name, reply);
  }

  private async file(name: string, reply: HttpReply): Promise<Buffer> {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file) throw requestRefusals.not_found();
    const bytes = this.read.get(name) ?? (await readFile(file.at()));
    this.read.set(name, bytes);
    void reply.headers({ ...headers, 'content-type': file.type });
    return bytes;
  }
}

function besidePonyfill(file: string): string {
  return path.resolve(path.dirname(require.resolve('barcode-detector/ponyfill')), file);
}
