import type { SpfAllows } from './spf-allows.ts';

/** How receivers judge mail of one domain. `unknown`: live DNS did not say, so nobody can tell. */
export interface MailVerdict {
  readonly domain: string;
  readonly spf: SpfVerdict;
  readonly dkim: readonly DkimKey[];
  readonly dmarc: DmarcVerdict;
  readonly mx: MxVerdict;
  /** Something is not known because the plan hands it over to other name servers. */
  readonly handedOver?: true;
}

/** For a server that the record does not list, so that all of it counts (RFC 7208 §4.6.4). */
export interface SpfVerdict {
  readonly result: 'none' | 'pass' | 'neutral' | 'softfail' | 'fail' | 'permerror' | 'unknown';
  readonly records: number;
  readonly lookups: number;
  /** Lookups that found nothing. */
  readonly voids: number;
  /** What is wrong where it is neither the number of records nor of lookups. */
  readonly problem?: string;
  /** Whom it lets pass; nobody where it cannot be evaluated. */
  readonly allows: SpfAllows;
}

/** The key with one selector. */
export interface DkimKey {
  readonly selector: string;
  readonly domain: string;
  readonly state: 'good' | 'short' | 'broken' | 'revoked' | 'none' | 'unknown';
  readonly bits?: number;
  /** The key itself. */
  readonly key?: string;
}

/** The policy that applies, and whether the domain's own mail passes (RFC 9989). */
export interface DmarcVerdict {
  readonly policy: 'none' | 'quarantine' | 'reject' | 'no record' | 'unknown';
  readonly passes: boolean | 'unknown';
  /** Why it is not known whether it passes, where not for want of an answer. */
  readonly why?: string;
  /** Mail that anybody forges passes as well, because SPF lets every server send. */
  readonly forged?: true;
}

export interface MxVerdict {
  readonly state: 'servers' | 'address' | 'null' | 'nothing' | 'unknown';
  readonly servers: number;
  /** Servers that have no address, or stand behind the proxy, which passes no mail. */
  readonly unreachable: number;
  /** Servers of which live DNS did not say whether they have one. */
  readonly unsure: number;
}

export const spfLimits = { lookups: 10, voids: 2 } as const;
/** Receivers refuse shorter RSA keys (RFC 8301 §3.2). */
export const shortestRsaKey = 1024;
