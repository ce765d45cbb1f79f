/** One domain whose name servers are being moved to LiteMail. */
export interface NameServerWatch {
  readonly domainId: string;
  readonly name: string;
  /** What the registrar must be told. */
  readonly expected: readonly string[];
  /** What the world sees, as far as LiteMail says. */
  readonly found?: readonly string[];
  readonly state: 'waiting' | 'done' | 'failed';
  readonly why?: string;
  /** When it is looked at next, epoch milliseconds, and how long the wait before that was. */
  readonly nextAt: number;
  readonly wait: number;
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Of the pair, those that are not seen yet. */
export const missingServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const seen = new Set(found.map(bare));
  return expected.filter((server) => !seen.has(bare(server)));
};

/** Servers that are seen and should not be. */
export const foreignServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const wanted = new Set(expected.map(bare));
  return found.filter((server) => !wanted.has(bare(server)));
};
