export type Api = 'slack' | 'litemail' | 'cloudflare' | 'dns';

export const faultKinds = ['slow', 'late', 'status', 'html', 'empty', 'drop', 'stale', 'twice'] as const;

/**
 * A deliberate fault: `slow` waits first, `late` does the work and waits then, `status` and `html` answer without doing
 * the work, `empty` answers 200 with nothing in it and does nothing, `drop` does the work and cuts the connection, `stale`
 * answers reads as it answered the first of them, `twice` (Slack alone) delivers twice.
 */
export interface Fault {
  readonly api: Api;
  readonly kind: (typeof faultKinds)[number];
  readonly ms?: number;
  readonly status?: number;
  /** How often; without it until switched off. */
  readonly times?: number;
  /** Only calls whose `METHOD /path` contains this. */
  readonly operation?: string;
}

export interface Faults {
  add(fault: Fault): void;
  /** Switches the faults of one API off, or all. */
  off(api?: Api): void;
  list(): Fault[];
  /** The first fault of that kind that fits the call; counts it down. */
  take(api: Api, kind: Fault['kind'], operation: string): Fault | undefined;
}

/** `changed` is called after the list of faults became another one. */
export function createFaults(changed: () => void = () => {}): Faults {
  let faults: Fault[] = [];
  function become(next: Fault[]): void {
    faults = next;
    changed();
  }
  return {
    add: (fault) => become([...faults, fault]),
    off: (api) => become(api ? faults.filter((fault) => fault.api !== api) : []),
    list: () => [...faults],
    take(api, kind, operation) {
      const match = faults.find(
        (fault) => fault.api === api && fault.kind === kind && operation.includes(fault.operation ?? ''),
      );
      if (match?.times !== undefined) {
        const rest = { ...match, times: match.times - 1 };
        become(faults.flatMap((fault) => (fault !== match ? [fault] : rest.times > 0 ? [rest] : [])));
      }
      return match;
    },
  };
}
