/** The public face of the floor: everything that features may use of it. */
export { admissionRefusals } from './admission.errors.js';
export { AdmissionListeners } from './admission-listeners.js';
export type { AdmissionListener, BookingChange, BookingResult } from './admission-listeners.js';
export { admissionEntities, AdmissionModule } from './admission.module.js';
export { Admission } from './admission.js';
export { ChangeBooking } from './change-booking.service.js';
export type { PlaceRequest } from './place-request.js';
export type { FeatureRules } from './admit.rules.js';
export { Booking } from './booking.entity.js';
export { active, placeHolding } from './booking.lifecycle.js';
export type { BookingState } from './booking.lifecycle.js';
export { lapseBookings } from './lapse-bookings.service.js';
export { Openings } from './openings/openings.js';
export { ShownTicket, WaitingTicketHeader } from './openings/openings.controller.js';
export { Pool } from './pool.entity.js';
export { Pools } from './pools.js';
export type { NewPool, PoolChange } from './pools.js';
