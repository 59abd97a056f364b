/*
 * What a gate decides by itself, without a network: the form of the code, its signature, the day and the slot, whether the
 * ticket was replaced, revoked or used already. docs/ticket-format.md says how a code is read.
 */

const epochMinutes = Date.UTC(2020, 0, 1) / 60_000;
const domain = new TextEncoder().encode('linli-ticket-v1');

/** @typedef {{ key: number, ticketId: string, slotId: string, issue: number, from: number, until: number,
 *   signed: Uint8Array, signature: Uint8Array }} TicketCode from and until in milliseconds */

/** @param {string} text @returns {TicketCode | undefined} undefined where it is no ticket */
export function readCode(text) {
  if (!/^LL1:[A-Za-z0-9_-]{142}$/.test(text)) return undefined;
  const bytes = fromBase64url(text.slice(4));
  // The last character holds four bits that must be zero: another spelling is another text.
  if (bytes.length !== 106 || bytes[0] !== 1 || !'AQgw'.includes(text.at(-1) ?? '')) return undefined;
  const view = new DataView(bytes.buffer);
  const minutes = (/** @type {number} */ at) => (view.getUint8(at) << 16) | view.getUint16(at + 1);
  return {
    key: bytes[1] ?? 0,
    ticketId: uuidAt(bytes, 2),
    slotId: uuidAt(bytes, 18),
    issue: view.getUint16(34),
    from: (minutes(36) + epochMinutes) * 60_000,
    until: (minutes(39) + epochMinutes) * 60_000,
    signed: concat(domain, bytes.subarray(0, 42)),
    signature: bytes.subarray(42),
  };
}

/** A gate's list of a day, with what happened at this device since. */
export class GateBook {
  /** @param {any} list as GET /gates/:id/list answers it */
  constructor(list) {
    this.list = list;
    this.keys = new Map(list.keys.map((/** @type {any} */ key) => [key.number, { ...key, imported: undefined }]));
    this.slots = new Map(list.slots.map((/** @type {any} */ slot, /** @type {number} */ index) => [slot.id, index]));
    this.tickets = new Map(list.tickets.map((/** @type {any[]} */ ticket) => [ticket[0], ticket]));
    /** Tickets that went in (or, false, out again) at this device, and the list does not know it. @type {Map<string, { isIn: boolean, at: string }>} */
    this.moves = new Map();
  }

  /** What happened at this device and may not be in the list. @param {any} scan */
  replay(scan) {
    if (scan.decision === 'admitted') this.moves.set(scan.ticketId, { isIn: scan.direction === 'in', at: scan.at });
  }

  /**
   * Whether the list may not know of a scan yet: the house did not have it when the list was asked for.
   * @param {{ synced: boolean, syncedAt?: number }} scan
   */
  mayMiss({ synced, syncedAt }) {
    return !synced || (syncedAt ?? 0) >= (this.list.askedAt ?? 0);
  }

  /**
   * @param {string} text @param {number} now milliseconds @param {'in' | 'out'} direction
   * @returns {Promise<{ decision: 'admitted' | 'refused', reason: string | null, code?: TicketCode, ticket?: any[], slot?: any,
   *   usedAt?: string, note?: string }>}
   */
  async decide(text, now, direction = 'in') {
    const code = readCode(text.trim());
    if (!code) return refused('unreadable');
    const key = this.keys.get(code.key);
    if (!key) return refused('unknown_key');
    if (!(await this.isSigned(code, key))) return refused('forged');
    if (key.revoked) return refused('key_revoked', { code });
    return this.decideTicket(code, now, direction);
  }

  /** The same for a ticket that was looked up and has no code at hand. @param {any[]} ticket @param {number} now @param {'in' | 'out'} direction */
  decideByHand(ticket, now, direction = 'in') {
    const slot = this.list.slots[ticket[2]];
    const code = {
      ticketId: ticket[0],
      slotId: slot.id,
      issue: ticket[1],
      from: Date.parse(slot.doorsOpenAt),
      until: Date.parse(slot.endsAt),
    };
    return this.decideTicket(/** @type {any} */ (code), now, direction);
  }

  /** @param {TicketCode} code @param {number} now @param {'in' | 'out'} direction */
  decideTicket(code, now, direction) {
    const index = this.slots.get(code.slotId);
    const slot = index === undefined ? undefined : this.list.slots[index];
    const ticket = this.tickets.get(code.ticketId);
    const known = { code, slot, ticket };
    if (direction === 'out') return { decision: /** @type {const} */ ('admitted'), reason: null, ...known };
    if (!slot) return refused('other_slot', known);
    if (slot.cancelled) return refused('cancelled', known);
    if (now < code.from) return refused('not_yet', known);
    if (now >= code.until) return refused('expired', known);
    if (ticket && ticket[1] !== code.issue) return refused('replaced', known);
    if (ticket && ticket[7] !== 'valid') return refused(ticket[7], known);
    const move = this.moves.get(code.ticketId);
    const usedAt = move ? (move.isIn ? move.at : undefined) : (ticket?.[8] ?? undefined);
    if (usedAt) return refused('already_used', { ...known, usedAt });
    // Rightly signed, for this slot and moment, and not in the list: it was booked after the list was loaded.
    const note = ticket ? undefined : 'not_in_list';
    return { decision: /** @type {const} */ ('admitted'), reason: null, ...known, ...(note ? { note } : {}) };
  }

  /** By name, last four of the document, or reference; at most 20. @param {string} search */
  find(search) {
    const plain = search.trim().toUpperCase().replaceAll('-', '');
    if (plain === '') return [];
    const found = [];
    for (const ticket of this.tickets.values()) {
      const fits =
        String(ticket[3]).toUpperCase().includes(plain) ||
        ticket[4] === plain ||
        ticket[5].replaceAll('-', '') === plain;
      if (fits) found.push(ticket);
      if (found.length === 20) break;
    }
    return found;
  }

  /** @param {TicketCode} code @param {any} key */
  async isSigned(code, key) {
    key.imported ??= await crypto.subtle.importKey('raw', fromBase64url(key.publicKey), { name: 'Ed25519' }, false, [
      'verify',
    ]);
    const [signature, signed] = /** @type {any[]} */ ([code.signature, code.signed]);
    return crypto.subtle.verify({ name: 'Ed25519' }, key.imported, signature, signed);
  }
}

/** @param {string} reason @param {object} [more] */
function refused(reason, more = {}) {
  return { decision: /** @type {const} */ ('refused'), reason, ...more };
}

/** @param {string} text */
function fromBase64url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @param {Uint8Array} bytes @param {number} at */
function uuidAt(bytes, at) {
  const hex = Array.from(bytes.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function concat(a, b) {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
