/** Counts events per key over the last minute, in this process; a loose brake, not a rule. */
export class SlidingWindow {
  private readonly events = new Map<string, number[]>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Counts one event; false when the key had too many in the window. */
  take(key: string, nowMs: number): boolean {
    const since = nowMs - this.windowMs;
    const recent = (this.events.get(key) ?? []).filter((at) => at > since);
    if (recent.length >= this.limit) return false;
    recent.push(nowMs);
    this.events.set(key, recent);
    if (this.events.size > 10_000) this.forgetBefore(since);
    return true;
  }

  private forgetBefore(since: number): void {
    for (const [key, times] of this.events) if ((times.at(-1) ?? 0) <= since) this.events.delete(key);
  }
}
