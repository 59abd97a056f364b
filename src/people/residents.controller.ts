import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Answers } from '../platform/http/route.js';
import type { Actor, ResidentActor } from './actor.js';
import { ChangeProfile } from './change-profile.service.js';
import { Caller, Me, Needs } from './guard.js';
import {
  profileChange,
  residentPage,
  residentQuery,
  residentView,
  unmaskedView,
  unmaskRequest,
} from './profile.contract.js';
import type {
  ProfileChange,
  ResidentPage,
  ResidentQuery,
  ResidentView,
  UnmaskedView,
  UnmaskRequest,
} from './profile.contract.js';
import { ResidentsQueries } from './residents.queries.js';
import { ViewDocument } from './view-document.service.js';

@ApiTags('people')
@Controller()
export class ResidentsController {
  constructor(
    private readonly residents: ResidentsQueries,
    private readonly changeProfile: ChangeProfile,
    private readonly viewDocument: ViewDocument,
  ) {}

  @Get('me')
  @Needs('profile.own')
  @Answers(residentView)
  @ApiOperation({ summary: 'My profile' })
  me(@Me() me: ResidentActor): Promise<ResidentView> {
    return this.residents.one(me.id);
  }

  @Patch('me')
  @Needs('profile.own')
  @Answers(residentView)
  @ApiOperation({ summary: 'Change my profile; fields that are left out stay as they are' })
  change(@Me() me: ResidentActor, @Body({ schema: profileChange }) body: ProfileChange): Promise<ResidentView> {
    return this.changeProfile.run(me, body);
  }

  @Get('residents')
  @Needs('residents.read')
  @Answers(residentPage)
  @ApiOperation({ summary: 'Find residents by name or phone' })
  find(@Query({ schema: residentQuery }) query: ResidentQuery): Promise<ResidentPage> {
    return this.residents.page(query);
  }

  @Get('residents/:id')
  @Needs('residents.read')
  @Answers(residentView)
  @ApiOperation({ summary: 'One resident' })
  read(@Param({ schema: byId }) { id }: { id: string }): Promise<ResidentView> {
    return this.residents.one(id);
  }

  @Post('residents/:id/document/views')
  @Needs('residents.unmask')
  @Answers(unmaskedView)
  @ApiOperation({ summary: 'See the whole document number; the look is logged with its reason' })
  unmask(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: unmaskRequest }) body: UnmaskRequest,
  ): Promise<UnmaskedView> {
    return this.viewDocument.run(actor, id, body);
  }
}
