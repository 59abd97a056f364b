import { Global, Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AdmissionEngine } from './admission-engine.js';
import { AdmissionListeners } from './admission-listeners.js';
import { Admission } from './admission.js';
import { AdmitRequests } from './admit-requests.service.js';
import { Booking } from './booking.entity.js';
import { Bookings } from './bookings.js';
import { LapseBookings } from './lapse-bookings.service.js';
import { Pool } from './pool.entity.js';
import { Pools } from './pools.js';
import { RequestFacts } from './request-facts.js';
import { SoldOut } from './sold-out.js';
import { WaitingLine } from './waiting-line.js';
import { WriteBookings } from './write-bookings.js';

export const admissionEntities: EntityTarget<ObjectLiteral>[] = [Pool, Booking];

/** How scarce places are given out. */
@Global()
@Module({
  providers: [
    Admission,
    AdmissionEngine,
    AdmissionListeners,
    AdmitRequests,
    Bookings,
    LapseBookings,
    Pools,
    RequestFacts,
    SoldOut,
    WaitingLine,
    WriteBookings,
  ],
  exports: [Admission, AdmissionListeners, Pools],
})
export class AdmissionModule {}
