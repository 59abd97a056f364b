/** The roles of staff; `resident` is everyone who signed in by phone. */
export const staffRoles = ['administrator', 'school', 'apartments', 'culture', 'desk'] as const;
export type StaffRole = (typeof staffRoles)[number];
export type Role = 'resident' | StaffRole;

const everyone = ['resident', ...staffRoles] as const;

/**
 * Who may do what: the one table of rights. What is not granted here is refused. A staff role that is limited to
 * venues has its rights only for what belongs to a venue of its own; residents, their messages and teachers belong to the
 * whole community and are there for every clerk.
 */
export const rights = {
  'sign-in.own': everyone,
  'password.own': staffRoles,

  'profile.own': ['resident'],
  'enrolments.own': ['resident'],
  'openings.own': ['resident'],
  'timetable.own': ['resident'],
  'applications.own': ['resident'],
  'orders.own': ['resident'],
  'payments.own': ['resident'],
  'messages.own': ['resident'],
  'absences.own': ['resident'],

  'staff.manage': ['administrator'],
  'venues.read': staffRoles,
  'venues.manage': ['administrator'],
  'audit.read': ['administrator'],
  'residents.read': staffRoles,
  'residents.unmask': ['administrator', 'apartments', 'desk'],

  'terms.read': ['administrator', 'school', 'desk'],
  'terms.edit': ['administrator', 'school'],
  'openings.read': ['administrator', 'school', 'desk'],
  'openings.run': ['administrator', 'school'],
  'classes.read': ['administrator', 'school', 'desk'],
  'classes.edit': ['administrator', 'school'],
  'holidays.edit': ['administrator', 'school'],
  'rosters.read': ['administrator', 'school', 'desk'],
  'attendance.record': ['administrator', 'school', 'desk'],

  'absences.read': ['administrator', 'school', 'culture', 'desk'],
  'absences.decide': ['administrator', 'school', 'culture'],
  'absence-policies.edit': ['administrator', 'school', 'culture'],

  'employers.represent': ['resident'],
  'employers.read': ['administrator', 'apartments', 'desk'],
  'employers.manage': ['administrator', 'apartments'],
  'leases.own': ['resident'],
  'leases.read': ['administrator', 'apartments', 'desk'],
  'leases.manage': ['administrator', 'apartments'],
  'repairs.own': ['resident'],
  'repairs.read': ['administrator', 'apartments', 'desk'],
  'repairs.manage': ['administrator', 'apartments'],
  'viewings.own': ['resident'],
  'viewings.read': ['administrator', 'apartments', 'desk'],
  'viewings.manage': ['administrator', 'apartments'],
  'units.read': ['administrator', 'apartments', 'desk'],
  'units.edit': ['administrator', 'apartments'],
  'policies.read': ['administrator', 'apartments', 'desk'],
  'policies.edit': ['administrator', 'apartments'],
  'applications.read': ['administrator', 'apartments', 'desk'],
  'applications.review': ['administrator', 'apartments'],

  'halls.read': ['administrator', 'culture', 'desk'],
  'halls.edit': ['administrator', 'culture'],
  'programme.read': ['administrator', 'culture', 'desk'],
  'programme.edit': ['administrator', 'culture'],

  'groups.read': ['administrator', 'culture', 'desk'],
  'groups.decide': ['administrator', 'culture'],
  'culture-reports.read': ['administrator', 'culture'],
  'gates.run': ['administrator', 'culture', 'desk'],
  'gates.edit': ['administrator', 'culture'],
  'ticket-keys.manage': ['administrator'],

  'payments.read': ['administrator', 'school', 'culture', 'desk'],
  'payments.record': ['administrator', 'desk'],
  'payments.reverse': ['administrator'],
  'payments.write-off': ['administrator'],

  'messages.read': ['administrator', 'school', 'culture', 'desk'],
  'messages.resend': ['administrator', 'school'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof rights;

/** What concerns all venues at once: a role that is limited to some of them does not give these. */
export const wholeHouseRights: ReadonlySet<Right> = new Set<Right>([
  'staff.manage',
  'venues.manage',
  'audit.read',
  'holidays.edit',
  'absence-policies.edit',
  'ticket-keys.manage',
]);

export function roleMay(role: Role, right: Right): boolean {
  return (rights[right] as readonly Role[]).includes(role);
}
