import { Global, Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AdmissionListeners } from './admission-listeners.js';
import { AdmissionQueries } from './admission.queries.js';
import { Admission } from './admission.js';
import { BookPlace } from './book-place.service.js';
import { Booking } from './booking.entity.js';
import { Bookings } from './bookings.js';
import { LapseBookings } from './lapse-bookings.service.js';
import { Pool } from './pool.entity.js';
import { Pools } from './pools.js';
import { WaitingLine } from './waiting-line.js';

export const admissionEntities: EntityTarget<ObjectLiteral>[] = [Pool, Booking];

/** How scarce places are given out. */
@Global()
@Module({
  providers: [Admission, AdmissionListeners, AdmissionQueries, BookPlace, Bookings, LapseBookings, Pools, WaitingLine],
  exports: [Admission, AdmissionListeners, AdmissionQueries, Pools],
})
export class AdmissionModule {}
