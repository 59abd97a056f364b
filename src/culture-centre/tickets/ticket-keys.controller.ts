import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoIn } from '../../kernel/time.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Answers, Open } from '../../platform/http/route.js';
import { byKey, keyRevocation, ticketKeyList, ticketKeyView } from './ticket-keys.contract.js';
import type { KeyRevocation, TicketKeyList, TicketKeyView } from './ticket-keys.contract.js';
import type { TicketKey } from './ticket-key.entity.js';
import { TicketKeys } from './ticket-keys.js';

@ApiTags('culture centre: tickets')
@Controller('ticket-keys')
export class TicketKeysController {
  constructor(
    private readonly keys: TicketKeys,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Open('whoever checks tickets needs the public keys')
  @Answers(ticketKeyList)
  @ApiOperation({ summary: 'The public keys that tickets are checked by' })
  async list(): Promise<TicketKeyList> {
    return { items: (await this.keys.all()).map((key) => this.view(key)) };
  }

  @Post('rotation')
  @Needs('ticket-keys.manage')
  @Answers(ticketKeyView)
  @ApiOperation({ summary: 'Sign with the next key from now on; older tickets go on opening doors' })
  async rotate(@Caller() actor: Actor): Promise<TicketKeyView> {
    return this.view(await this.keys.rotate(actor));
  }

  @Post(':number/revocation')
  @Needs('ticket-keys.manage')
  @Answers(ticketKeyView)
  @ApiOperation({ summary: 'Revoke a key: no ticket that it signed opens a door; people load their tickets again' })
  async revoke(
    @Caller() actor: Actor,
    @Param({ schema: byKey }) { number }: { number: number },
    @Body({ schema: keyRevocation }) { reason }: KeyRevocation,
  ): Promise<TicketKeyView> {
    return this.view(await this.keys.revoke(actor, number, reason));
  }

  private view({ number, state, publicKey, madeAt, revokedAt }: TicketKey): TicketKeyView {
    const iso = isoIn(this.clock.zone, madeAt);
    const ended = revokedAt && isoIn(this.clock.zone, revokedAt);
    return { number, state, publicKey: publicKey.toString('base64url'), madeAt: iso, revokedAt: ended };
  }
}
