import type { FeaturePart } from '../../platform/feature-part.js';
import { AskForGroup } from './ask-for-group.service.js';
import { DecideGroup } from './decide-group.service.js';
import { GroupRequest } from './group-request.entity.js';
import { GroupsController } from './groups.controller.js';
import { GroupsQueries } from './groups.queries.js';

export const groups: FeaturePart = {
  entities: [GroupRequest],
  controllers: [GroupsController],
  providers: [AskForGroup, DecideGroup, GroupsQueries],
};
