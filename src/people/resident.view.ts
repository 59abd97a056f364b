import { isoIn } from '../kernel/time.js';
import type { ResidentView } from './profile.contract.js';
import type { Resident } from './resident.entity.js';

export function toResidentView(resident: Resident, zone: string): ResidentView {
  const { documentType, documentMasked } = resident;
  return {
    id: resident.id,
    phone: resident.phone,
    name: resident.name,
    birthDate: resident.birthOn?.toString() ?? null,
    email: resident.email,
    language: resident.language,
    livesInZone: resident.livesInZone,
    worksInZone: resident.worksInZone,
    document: documentType && documentMasked ? { type: documentType, masked: documentMasked } : null,
    createdAt: isoIn(zone, resident.createdAt),
  };
}
