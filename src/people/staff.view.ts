import { isoIn } from '../kernel/time.js';
import type { StaffView } from './staff.contract.js';
import type { Staff, StaffGrant } from './staff.entity.js';

export function toStaffView(staff: Staff, grants: readonly StaffGrant[], zone: string): StaffView {
  return {
    id: staff.id,
    email: staff.email,
    name: staff.name,
    language: staff.language,
    grants: grants.filter((grant) => grant.staffId === staff.id).map(({ role, venueId }) => ({ role, venueId })),
    disabled: staff.disabledAt !== null,
    createdAt: isoIn(zone, staff.createdAt),
  };
}
