import type { FeaturePart } from '../../platform/feature-part.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationCondition, ApplicationDocument } from './application-condition.entity.js';
import { ApplicationNotices } from './application-notices.js';
import { ApplicationsController } from './applications.controller.js';
import { Applications } from './applications.js';
import { ApplicationsQueries } from './applications.queries.js';
import { DecideApplication } from './decide-application.service.js';
import { ExpireApplications } from './expire-applications.service.js';
import { GiveCondition } from './give-condition.service.js';
import { KeepDocuments } from './keep-documents.service.js';
import { MyApplicationsController } from './my-applications.controller.js';
import { MyApplications } from './my-applications.queries.js';
import { Proofs } from './proofs.js';
import { ReadDocument } from './read-document.service.js';
import { ReviewApplication } from './review-application.service.js';
import { StartApplication } from './start-application.service.js';
import { SubmitApplication } from './submit-application.service.js';
import { WaitingEstimates } from './waiting-estimates.queries.js';

export const applications: FeaturePart = {
  entities: [ApartmentApplication, ApplicationCondition, ApplicationDocument],
  controllers: [ApplicationsController, MyApplicationsController],
  providers: [
    ApplicationNotices,
    Applications,
    ApplicationsQueries,
    DecideApplication,
    ExpireApplications,
    GiveCondition,
    KeepDocuments,
    MyApplications,
    Proofs,
    ReadDocument,
    ReviewApplication,
    StartApplication,
    SubmitApplication,
    WaitingEstimates,
  ],
};
