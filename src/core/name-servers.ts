/** One domain whose name servers are being moved to LiteMail. */
export interface NameServerWatch {
  readonly domainId: string;
  readonly name: string;
  /** What must be set at the registrar. */
  readonly expected: readonly string[];
  /** What is published now, according to LiteMail. */
  readonly found?: readonly string[];
  readonly state: 'waiting' | 'done' | 'failed';
  readonly why?: string;
  /** When it is checked next, epoch milliseconds, and the length of the wait before that. */
  readonly nextAt: number;
  readonly wait: number;
}

const normalise = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Expected servers that are not published yet. */
export const missingServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const seenNames = new Set(found.map(normalise));
  return expected.filter((server) => !seenNames.has(normalise(server)));
};

/** Published servers that should not be there. */
export const foreignServers = ({ expected, found = [] }: Pick<NameServerWatch, 'expected' | 'found'>): string[] => {
  const expectedNames = new Set(expected.map(normalise));
  return found.filter((server) => !expectedNames.has(normalise(server)));
};
