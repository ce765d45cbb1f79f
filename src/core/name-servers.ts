/** One domain whose name servers are being moved to LiteMail. */
export interface NameServerWatch {
  readonly domainId: string;
  readonly name: string;
  /** The name servers to set at the registrar. */
  readonly expected: readonly string[];
  /** What the world sees, as far as LiteMail says. */
  readonly found?: readonly string[];
  readonly state: 'waiting' | 'done' | 'failed';
  readonly why?: string;
  /** Next check in epoch milliseconds, and the delay before it. */
  readonly nextAt: number;
  readonly wait: number;
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Expected servers that are not visible yet. */
export const missingServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const seen = new Set(found.map(bare));
  return expected.filter((server) => !seen.has(bare(server)));
};

/** Visible servers that should not be there. */
export const foreignServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const expectedServers = new Set(expected.map(bare));
  return found.filter((server) => !expectedServers.has(bare(server)));
};
