import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import type { HttpReply } from '../../platform/http/request.js';
import { AnswersFile } from '../../platform/http/route.js';
import { documentHeaders } from '../../platform/http/files.js';
import { LeaseContracts } from './lease-contracts.queries.js';
import type { ContractFile } from './lease-contracts.queries.js';

interface ById {
  id: string;
}

const pdf = 'application/pdf';

@ApiTags('apartments: leases')
@Controller()
export class LeaseContractsController {
  constructor(private readonly contracts: LeaseContracts) {}

  @Get('me/leases/:id/contract.pdf')
  @Needs('leases.own')
  @AnswersFile(pdf)
  @ApiOperation({ summary: 'The contract of one of my leases; a draft until the lease is in force' })
  async own(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    return handOut(await this.contracts.ofOwn(me.id, id), reply);
  }

  @Get('leases/:id/contract.pdf')
  @Needs('leases.read')
  @AnswersFile(pdf)
  @ApiOperation({ summary: 'The contract of a lease; a draft until the lease is in force' })
  async read(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    return handOut(await this.contracts.ofStaff(actor, id), reply);
  }
}

function handOut({ name, bytes }: ContractFile, reply: HttpReply): StreamableFile {
  void reply.headers(documentHeaders(name, pdf));
  return new StreamableFile(bytes);
}
