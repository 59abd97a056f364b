import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import type { Language } from '../../kernel/text.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates, Speaks } from '../../platform/http/route.js';
import { ChooseUnit } from './choose-unit.service.js';
import { HandOver } from './hand-over.service.js';
import {
  choice,
  codeSent,
  keysOn,
  leasePage,
  leasesQuery,
  leaseView,
  ownLeasesQuery,
  signature,
  takingBack,
} from './leases.contract.js';
import type { Choice, CodeSent, KeysOn, LeasePage, LeasesQuery, LeaseView, TakingBack } from './leases.contract.js';
import { Leases } from './leases.queries.js';
import { SignLease } from './sign-lease.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: leases')
@Controller()
export class LeasesController {
  constructor(
    private readonly chooseUnit: ChooseUnit,
    private readonly signLease: SignLease,
    private readonly handOver: HandOver,
    private readonly leases: Leases,
  ) {}

  @Post('apartment-applications/:id/choice')
  @Needs('leases.own')
  @Creates()
  @Answers(leaseView, 201)
  @ApiOperation({ summary: 'Choose a unit: it is held for me until I sign, with every rent of the lease shown' })
  choose(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: choice }) body: Choice,
    @Once() once: OnceRequest | undefined,
  ): Promise<LeaseView> {
    return this.chooseUnit.run(me, id, body, once);
  }

  @Post('apartment-applications/:id/offer')
  @Needs('leases.manage')
  @Creates()
  @Answers(leaseView, 201)
  @ApiOperation({ summary: 'Hold a unit for an approved applicant, who may sign or give it back' })
  offer(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: choice }) body: Choice,
    @Once() once: OnceRequest | undefined,
  ): Promise<LeaseView> {
    return this.chooseUnit.run(actor, id, body, once);
  }

  @Get('me/leases')
  @Needs('leases.own')
  @Answers(leasePage)
  @ApiOperation({ summary: 'My leases, the latest first' })
  mine(
    @Me() me: ResidentActor,
    @Query({ schema: ownLeasesQuery }) query: { page: number; size: number },
  ): Promise<LeasePage> {
    return this.leases.ofPerson(me.id, query);
  }

  @Get('me/leases/:id')
  @Needs('leases.own')
  @Answers(leaseView)
  @ApiOperation({ summary: 'One of my leases, with every rent line by line' })
  own(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.leases.ownOne(me.id, id);
  }

  @Post('leases/:id/signing-code')
  @Needs('leases.own')
  @Answers(codeSent)
  @ApiOperation({ summary: 'Send me the code with which I sign' })
  sendCode(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Speaks() language: Language,
  ): Promise<CodeSent> {
    return this.signLease.sendCode(me, id, language);
  }

  @Post('leases/:id/signature')
  @Needs('leases.own')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Sign with the code; the hash of what was signed is kept' })
  sign(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: signature }) { code }: { code: string },
  ): Promise<LeaseView> {
    return this.signLease.sign(me, id, code);
  }

  @Post('leases/:id/giving-back')
  @Needs('leases.own')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Give a chosen unit back before the lease is in force' })
  giveBack(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.signLease.withdraw(me, id);
  }

  @Get('leases')
  @Needs('leases.read')
  @Answers(leasePage)
  @ApiOperation({ summary: 'Leases, the latest first' })
  list(@Caller() actor: Actor, @Query({ schema: leasesQuery }) query: LeasesQuery): Promise<LeasePage> {
    return this.leases.page(actor, query);
  }

  @Get('leases/:id')
  @Needs('leases.read')
  @Answers(leaseView)
  @ApiOperation({ summary: 'One lease' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.leases.staffOne(actor, id);
  }

  @Post('leases/:id/countersignature')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Sign for the house; with the deposit paid the lease is in force' })
  countersign(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.signLease.countersign(actor as StaffActor, id);
  }

  @Post('leases/:id/cancellation')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'Take a held or signed unit back before the lease is in force' })
  cancel(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<LeaseView> {
    return this.signLease.withdraw(actor, id);
  }

  @Post('leases/:id/keys')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'The keys are handed over' })
  giveKeys(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: keysOn }) { on }: KeysOn,
  ): Promise<LeaseView> {
    return this.handOver.give(actor as StaffActor, id, on);
  }

  @Post('leases/:id/keys-back')
  @Needs('leases.manage')
  @Answers(leaseView)
  @ApiOperation({ summary: 'The keys are back; the lease is over' })
  takeKeysBack(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: takingBack }) { on, reason }: TakingBack,
  ): Promise<LeaseView> {
    return this.handOver.takeBack(actor as StaffActor, id, on, reason);
  }
}
