import type { FeaturePart } from '../../platform/feature-part.js';
import { GateCounts } from './gate-counts.queries.js';
import { GateLists } from './gate-list.queries.js';
import { GatePageController } from './gate-page.controller.js';
import { GateScan } from './gate-scan.entity.js';
import { GateScans } from './gate-scans.js';
import { Gate } from './gate.entity.js';
import { GatesController } from './gates.controller.js';
import { Gates } from './gates.js';
import { LetWalkIn } from './let-walk-in.service.js';
import { RecordScans } from './record-scans.service.js';

export const gates: FeaturePart = {
  entities: [Gate, GateScan],
  controllers: [GatePageController, GatesController],
  providers: [GateCounts, GateLists, GateScans, Gates, LetWalkIn, RecordScans],
};
