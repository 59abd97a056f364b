import ical, { ICalEventStatus } from 'ical-generator';
import type { Instant } from '../../kernel/time.js';
import type { CancelledEvent, TicketPaper } from './ticket-paper.js';

/** RFC 5545 text of an order: one event, since its tickets are for one slot. Times are in UTC. */
export function ticketsCalendar(orderId: string, tickets: readonly TicketPaper[], page: string): string {
  const calendar = ticketCalendar();
  const [first] = tickets;
  if (first) {
    const seats = tickets.flatMap(({ seat }) => seat?.zh ?? []);
    calendar.createEvent({
      id: `${orderId}@linli`,
      sequence: Math.max(...tickets.map(({ issue }) => issue)) - 1,
      stamp: dateOf(first.startsAt.toInstant()),
      start: dateOf(first.startsAt.toInstant()),
      end: dateOf(first.endsAt.toInstant()),
      summary: `${first.title.zh} / ${first.title.en}`,
      location: `${first.place.zh}, ${first.address}`,
      description: [`编号 Reference: ${first.reference}`, ...seats, page].join('\n'),
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** The same event, cancelled: a calendar that has it strikes it out. */
export function cancelledCalendar(orderId: string, { title, startsAt, endsAt }: CancelledEvent): string {
  const calendar = ticketCalendar();
  calendar.createEvent({
    id: `${orderId}@linli`,
    // Above every one that its tickets had.
    sequence: 65_536,
    stamp: dateOf(startsAt.toInstant()),
    start: dateOf(startsAt.toInstant()),
    end: dateOf(endsAt.toInstant()),
    summary: `${title.zh} / ${title.en}`,
    status: ICalEventStatus.CANCELLED,
  });
  return `${calendar.toString()}\r\n`;
}

function ticketCalendar() {
  return ical({ name: '邻里 Linli', prodId: { company: 'linli', product: 'culture-centre', language: 'ZH' } });
}

function dateOf(instant: Instant): Date {
  return new Date(instant.epochMilliseconds);
}
