/** The public face of the floor: everything that other floors may use of it. */
export { assertMayAt, mayAnywhere, system, venuesWith } from './actor.js';
export type { Actor, ResidentActor, StaffActor, SystemActor } from './actor.js';
export { Audit } from './audit.js';
export { Caller, Me, Needs } from './guard.js';
export { documentTypes } from './identity-document.rules.js';
export type { DocumentType } from './identity-document.rules.js';
export { IdentityDocuments } from './identity-documents.js';
export type { ReadDocument } from './identity-documents.js';
export { peopleRefusals } from './people.errors.js';
export { peopleEntities, PeopleModule } from './people.module.js';
export { readMobileNumber } from './phone.rules.js';
export { Residents } from './residents.js';
export type { PersonFacts } from './residents.js';
export { Resident } from './resident.entity.js';
export type { Right } from './rights.js';
export { Staff } from './staff.entity.js';
export { Standings } from './standings.js';
export { Venue } from './venue.entity.js';
