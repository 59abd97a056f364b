import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language } from '../../kernel/text.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Answers, Speaks } from '../../platform/http/route.js';
import { leaseView } from '../leases/leases.contract.js';
import type { LeaseView } from '../leases/leases.contract.js';
import { boardQuery, renewalBoard } from '../lettings/lettings.contract.js';
import type { BoardQuery, RenewalBoard } from '../lettings/lettings.contract.js';
import { RenewalBoardQueries } from './renewal-board.queries.js';
import { RenewLease } from './renew-lease.service.js';
import { renewalNo, renewalOffers, renewalOffersView, renewalWish } from './renewals.contract.js';
import type { RenewalNo, RenewalOffers, RenewalOffersView, RenewalWish } from './renewals.contract.js';

interface ById {
  id: string;
}

@ApiTags('apartments: renewals')
@Controller()
export class RenewalsController {
  constructor(
    private readonly renew: RenewLease,
    private readonly boards: RenewalBoardQueries,
  ) {}

  @Post('leases/:id/renewal')
  @Needs('leases.own')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Ask for a renewal, while the window is open' })
  ask(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: renewalWish }) { awaitsOwnHome }: RenewalWish,
  ): Promise<LeaseView> {
    return this.renew.ask(me, id, awaitsOwnHome);
  }

  @Post('leases/:id/renewal-decline')
  @Needs('leases.own')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Say that I will leave, and why' })
  decline(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: renewalNo }) { reason }: RenewalNo,
  ): Promise<LeaseView> {
    return this.renew.decline(me, id, reason);
  }

  @Post('leases/:id/renewal-wish')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Record that a tenant wants to renew, also after the day to ask, while the lease lasts' })
  record(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: renewalWish }) { awaitsOwnHome }: RenewalWish,
  ): Promise<LeaseView> {
    return this.renew.ask(actor, id, awaitsOwnHome);
  }

  @Post('leases/:id/renewal-offer')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Offer the next lease to a tenant who asked; it starts the day after this one ends' })
  offer(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.renew.offer(actor as StaffActor, id);
  }

  @Post('renewal-offers')
  @Needs('leases.manage')
  @Answers(renewalOffersView)
  @ApiOperation({ summary: 'Offer many renewals at once; each has its own result' })
  async offerAll(
    @Caller() actor: Actor,
    @Body({ schema: renewalOffers }) { leaseIds }: RenewalOffers,
    @Speaks() language: Language,
  ): Promise<RenewalOffersView> {
    const results = await this.renew.offerAll(actor as StaffActor, leaseIds);
    return {
      results: results.map((result) => {
        if (!('refusal' in result)) return { ...result, refusal: null };
        const { code, sentence } = result.refusal;
        return {
          leaseId: result.leaseId,
          nextLeaseId: null,
          refusal: { code, sentence: inLanguage(sentence, language) },
        };
      }),
    };
  }

  @Post('leases/:id/renewal-refusal')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Refuse a renewal, with the reason' })
  refuse(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: renewalNo }) { reason }: RenewalNo,
  ): Promise<LeaseView> {
    return this.renew.refuse(actor as StaffActor, id, reason);
  }

  @Get('renewal-board')
  @Needs('leases.read')
  @Answers(renewalBoard)
  @ApiOperation({ summary: 'Who ends in 90, 60, 30 days, where each stands, and which units will likely be free' })
  board(@Caller() actor: Actor, @Query({ schema: boardQuery }) query: BoardQuery): Promise<RenewalBoard> {
    return this.boards.board(actor, query);
  }
}
