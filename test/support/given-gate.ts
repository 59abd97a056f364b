import { Gates } from '../../src/culture-centre/gates/gates.js';
import { ShowTickets } from '../../src/culture-centre/tickets/show-tickets.service.js';
import { newId } from '../../src/kernel/ids.js';
import { system } from '../../src/people/index.js';
import type { HttpClient } from './http-client.js';
import type { Linli } from './linli.js';

let count = 0;

export async function givenGate(linli: Linli, venueId: string, name?: string): Promise<{ id: string; name: string }> {
  count += 1;
  const named = name ?? `${count}号门`;
  return linli.get(Gates).add(system, { venueId, hallId: null, name: named, nameEn: `Gate ${count}` }, undefined);
}

/** The codes of an order as its page shows them. */
export async function codesOf(linli: Linli, order: { orderId: string; ticketPage: string }): Promise<string[]> {
  const papers = await linli.get(ShowTickets).ofOrder(order.orderId, order.ticketPage.split('=')[1] ?? '');
  return papers.map(({ code }) => code);
}

/** One scan as a device sends it. */
export function scanOf(ticket: { id: string }, at: string, overrides: object = {}) {
  return { scanId: newId(), ticketId: ticket.id, issue: 1, at, offline: false, ...overrides };
}

export function sendScans(staff: HttpClient, gateId: string, ...scans: object[]) {
  return staff.post<any>(`/gates/${gateId}/scans`, { device: 'phone', scans });
}
