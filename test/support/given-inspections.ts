import type { HttpClient, Reply } from './http-client.js';

interface SeenItem {
  readonly id: string;
  readonly name: string;
}

export const webp = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(40, 5)]);

export function begin(office: HttpClient, leaseId: string, kind: 'check_in' | 'check_out', key?: string) {
  return office.post(`/leases/${leaseId}/inspections`, { kind }, key === undefined ? {} : { key });
}

/** Begun, with every item in good condition except these. */
export async function givenWritten(
  office: HttpClient,
  leaseId: string,
  kind: 'check_in' | 'check_out',
  given: { conditions?: Record<string, string>; meters?: Record<string, number | null> } = {},
): Promise<{ id: string; itemOf: (name: string) => string }> {
  const { id, items } = (await begin(office, leaseId, kind)).body as { id: string; items: SeenItem[] };
  const findings = items.map((item) => ({ id: item.id, condition: given.conditions?.[item.name] ?? 'good' }));
  const { status, body } = await office.patch(`/lease-inspections/${id}`, {
    items: findings,
    meters: given.meters ?? {},
  });
  if (status !== 200) throw new Error(`The inspection was not written: ${JSON.stringify(body)}`);
  return { id, itemOf: (name) => items.find((item) => item.name === name)?.id ?? '' };
}

export const present = (office: HttpClient, id: string): Promise<Reply> =>
  office.post(`/lease-inspections/${id}/presentation`);

export function confirm(me: HttpClient, { id, presentedAt }: { id: string; presentedAt: string }): Promise<Reply> {
  return me.post(`/me/lease-inspections/${id}/confirmation`, { presentedAt });
}

/** Written, presented and confirmed. */
export async function givenConfirmed(
  { office, me, leaseId }: { office: HttpClient; me: { http: HttpClient }; leaseId: string },
  kind: 'check_in' | 'check_out',
  given: Parameters<typeof givenWritten>[3] = {},
): Promise<Awaited<ReturnType<typeof givenWritten>>> {
  const written = await givenWritten(office, leaseId, kind, given);
  const { status, body } = await confirm(me.http, (await present(office, written.id)).body);
  if (status !== 200) throw new Error(`The inspection was not confirmed: ${JSON.stringify(body)}`);
  return written;
}

export function addInspectionPhoto(office: HttpClient, id: string, bytes: Buffer, itemId?: string, type = 'image/png') {
  const query = itemId === undefined ? '' : `?itemId=${itemId}`;
  return office.with({ 'content-type': type }).send<any>('POST', `/lease-inspections/${id}/photos${query}`, bytes);
}
