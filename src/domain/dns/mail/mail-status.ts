import type { SpfAllows } from './spf-senders.ts';

/** How receivers evaluate mail of one domain. `unknown`: live DNS gave no answer. */
export interface MailStatus {
  readonly domain: string;
  readonly spf: SpfStatus;
  readonly dkim: readonly DkimKey[];
  readonly dmarc: DmarcStatus;
  readonly mx: MxStatus;
  /** Something is unknown because the plan delegates it to other name servers. */
  readonly delegatedAway?: true;
}

/** For a server that the record does not list, so that every term is evaluated (RFC 7208 §4.6.4). */
export interface SpfStatus {
  readonly result: 'none' | 'pass' | 'neutral' | 'softfail' | 'fail' | 'permerror' | 'unknown';
  readonly records: number;
  readonly lookups: number;
  /** Lookups that found nothing. */
  readonly voids: number;
  /** What is wrong, other than the number of records or lookups. */
  readonly problem?: string;
  /** Who passes; `nobody` if it cannot be evaluated. */
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
export interface DmarcStatus {
  readonly policy: 'none' | 'quarantine' | 'reject' | 'no record' | 'unknown';
  readonly passes: boolean | 'unknown';
  /** Why `passes` is unknown, other than a missing answer. */
  readonly why?: string;
  /** Forged mail passes too, because SPF allows every server. */
  readonly forged?: true;
}

export interface MxStatus {
  readonly state: 'servers' | 'address' | 'null' | 'nothing' | 'unknown';
  readonly servers: number;
  /** Servers without an address, or behind the proxy, which passes no mail. */
  readonly unreachable: number;
  /** Servers whose address could not be looked up. */
  readonly unconfirmed: number;
}

export const spfLimits = { lookups: 10, voids: 2 } as const;
/** Receivers refuse shorter RSA keys (RFC 8301 §3.2). */
export const shortestRsaKey = 1024;
/** Why names below a planned delegation cannot be resolved. */
export const delegatedAway = 'other name servers will answer for it';
