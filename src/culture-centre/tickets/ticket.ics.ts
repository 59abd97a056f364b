import ical from 'ical-generator';
import type { Instant } from '../../kernel/time.js';
import type { TicketPaper } from './ticket-paper.js';

/** RFC 5545 text of an order: one event, since its tickets are for one slot. Times are in UTC. */
export function ticketsCalendar(orderId: string, tickets: readonly TicketPaper[], page: string): string {
  const calendar = ical({
    name: '邻里 Linli',
    prodId: { company: 'linli', product: 'culture-centre', language: 'ZH' },
  });
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

function dateOf(instant: Instant): Date {
  return new Date(instant.epochMilliseconds);
}
