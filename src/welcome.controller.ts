import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, IsNull, Like } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from './evening-school/catalogue.queries.js';
import { Tonight } from './evening-school/tonight.queries.js';
import type { Language } from './kernel/text.js';
import { Staff } from './people/index.js';
import { Clock } from './platform/clock/clock.js';
import { Config } from './platform/config/config.js';
import type { HttpReply } from './platform/http/request.js';
import { AnswersFile, Open, Speaks } from './platform/http/route.js';
import { welcomePage, welcomePolicy } from './welcome.page.js';

/** Whatever a chat or a mail adds to the address, the page opens. */
const welcomeQuery = z.object({ lang: z.enum(['zh', 'en']).optional().catch(undefined) });
type WelcomeQuery = z.output<typeof welcomeQuery>;

/** A term has a few dozen classes; a longer list is what the catalogue is for. */
const mostClasses = 60;

/** The page that says what this is. */
@ApiTags('welcome')
@Controller()
export class WelcomeController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly tonight: Tonight,
    private readonly source: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Open('the front page is for everybody')
  @AnswersFile('text/html; charset=utf-8')
  @ApiOperation({ summary: 'The front page' })
  async page(
    @Query({ schema: welcomeQuery }) { lang }: WelcomeQuery,
    @Speaks() asked: Language,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const language = lang === undefined ? asked : lang === 'en' ? 'en' : 'zh-CN';
    void reply.headers({
      'content-security-policy': welcomePolicy,
      'content-language': language,
      vary: 'accept-language',
      'cache-control': 'no-cache',
    });
    const [evening, open, opensNextAt, demoStaff] = await Promise.all([
      this.tonight.evening(),
      this.catalogue.openNow(mostClasses),
      this.catalogue.opensNextAt(),
      this.demoStaff(),
    ]);
    const { zone } = this.clock;
    const showsOutbox = this.config.isDevelopment;
    return welcomePage({ language, zone, evening, open, opensNextAt, showsOutbox, demoStaff });
  }

  /** Accounts that the launcher made, with no secret of theirs; only ever in development. */
  private async demoStaff(): Promise<{ name: string; email: string }[]> {
    if (this.config.env.NODE_ENV !== 'development') return [];
    return this.source.manager.find(Staff, {
      select: { name: true, email: true },
      where: { email: Like('%@demo.linli'), disabledAt: IsNull() },
      order: { email: 'ASC' },
      take: 20,
    });
  }
}
