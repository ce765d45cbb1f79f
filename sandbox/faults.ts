export type Api = 'slack' | 'litemail' | 'cloudflare' | 'dns';

export const faultKinds = ['slow', 'late', 'status', 'html', 'empty', 'drop', 'half', 'odd', 'stale', 'twice'] as const;

/**
 * What a fault `odd` makes of an answer: `cut` lists half of the rows and says how many there would be, `row` empties the
 * fields of one row, `ids` are numbers above 2^53, `silent` has null where values were, `secret` refuses and quotes the key.
 */
export const oddities = ['cut', 'row', 'ids', 'silent', 'secret'] as const;
export type Oddity = (typeof oddities)[number];

/**
 * A deliberate fault: `slow` waits first, `late` does the work and waits then, `status` and `html` answer without doing
 * the work, `empty` answers 200 with nothing in it and does nothing, `drop` does the work and cuts the connection, `half`
 * does so in the middle of the answer, `odd` answers with something odd in it, `stale` answers reads as it answered the first of them, `twice` (Slack alone) delivers twice.
 */
export interface Fault {
  readonly api: Api;
  readonly kind: (typeof faultKinds)[number];
  readonly ms?: number;
  readonly status?: number;
  /** With `status`: instead of the headers that this API sends with it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** With `odd`: what is odd. */
  readonly as?: Oddity;
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
