import { z } from 'zod';
import { id, instant, line, pageOf, pageQuery, searchText } from '../kernel/contract.js';

const states = ['due', 'claimed', 'sent', 'withdrawn', 'failed'] as const;

export const messageView = z
  .object({
    id,
    kind: z.string(),
    subject: z.object({ kind: z.string(), id }),
    resident: z.object({ id, name: z.string().nullable() }),
    title: z.string(),
    body: z.string(),
    dueAt: instant,
    state: z.enum(states),
    sentAt: instant.nullable(),
    channel: z.string().nullable(),
    tries: z.int(),
    problem: z.string().nullable(),
  })
  .meta({ id: 'Message' });
export const messagePage = pageOf(messageView).meta({ id: 'MessagePage' });
export type MessagePage = z.output<typeof messagePage>;

export const messagesQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(states).optional(),
  kind: line(60).optional(),
  search: searchText.meta({ description: 'Part of the title, the name or the phone' }),
});
export type MessagesQuery = z.output<typeof messagesQuery>;

export const myMessagesQuery = z.strictObject(pageQuery);
export const outboxQuery = z.strictObject({ search: searchText });
export const outboxView = z
  .object({
    items: z.array(z.object({ id, to: z.string(), title: z.string(), body: z.string(), sentAt: instant })),
  })
  .meta({ id: 'Outbox' });
export type OutboxView = z.output<typeof outboxView>;
