import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AdmissionModule, admissionEntities } from './admission/admission.module.js';
import { ApartmentsModule, apartmentsEntities } from './apartments/apartments.module.js';
import { CultureCentreModule, cultureCentreEntities } from './culture-centre/culture-centre.module.js';
import { EveningSchoolModule, eveningSchoolEntities } from './evening-school/evening-school.module.js';
import { PaymentsModule, paymentsEntities } from './payments/payments.module.js';
import { PeopleModule, peopleEntities } from './people/people.module.js';
import { PlatformModule, platformEntities } from './platform/platform.module.js';
import type { Ground } from './platform/platform.module.js';
import { RemindersModule, remindersEntities } from './reminders/reminders.module.js';
import { WelcomeController } from './welcome.controller.js';

export const allEntities: EntityTarget<ObjectLiteral>[] = [
  ...platformEntities,
  ...peopleEntities,
  ...paymentsEntities,
  ...remindersEntities,
  ...admissionEntities,
  ...eveningSchoolEntities,
  ...apartmentsEntities,
  ...cultureCentreEntities,
];

/** All floors of the house. The HTTP process routes its controllers, the worker runs its jobs. */
@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      controllers: [WelcomeController],
      imports: [
        PlatformModule.on(ground, allEntities),
        PeopleModule,
        PaymentsModule,
        RemindersModule,
        AdmissionModule,
        EveningSchoolModule,
        ApartmentsModule,
        CultureCentreModule,
      ],
    };
  }
}
