/** One domain whose name servers are being moved to LiteMail. */
export interface NameServerWatch {
  readonly domainId: string;
  readonly name: string;
  /** The name servers to set at the registrar. */
  readonly expected: readonly string[];
  /** What is published now, according to LiteMail. */
  readonly found?: readonly string[];
  readonly state: 'waiting' | 'done' | 'failed';
  readonly why?: string;
  /** Next check in epoch milliseconds, and the delay before it. */
  readonly nextAt: number;
  readonly wait: number;
}

const normalise = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Expected servers that are not visible yet. */
export const missingServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const seenNames = new Set(found.map(normalise));
  return expected.filter((server) => !seenNames.has(normalise(server)));
};

/** Visible servers that should not be there. */
export const foreignServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const expectedServers = new Set(expected.map(normalise));
  return found.filter((server) => !expectedServers.has(normalise(server)));
};
