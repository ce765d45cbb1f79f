import { z } from 'zod';

/** One domain whose name servers are being moved to LiteMail. */
export const NameServerWatchShape = z.object({
  domainId: z.string(),
  name: z.string(),
  /** The name servers to set at the registrar. */
  expected: z.array(z.string()).readonly(),
  /** What is published now, according to LiteMail. */
  found: z.array(z.string()).readonly().exactOptional(),
  /** What this app itself sees in live DNS, where that is not what LiteMail says. */
  seen: z.array(z.string()).readonly().exactOptional(),
  state: z.enum(['waiting', 'done', 'failed']),
  why: z.string().exactOptional(),
  /** Next check in epoch milliseconds, and the delay before it. */
  nextAt: z.number(),
  wait: z.number(),
});
export type NameServerWatch = Readonly<z.infer<typeof NameServerWatchShape>>;

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
