import { randomBytes } from 'node:crypto';
import type { Call } from '../router.ts';
import type { LiteMailOptions } from './litemail-options.ts';
import type { TeamState, Work } from './team-state.ts';

/** What LiteMail sees of Cloudflare with the key that a customer saved there. */
export interface CloudflareSide {
  zones(accountId: string): { id: string; name: string; status: string; nameServers: string[]; plan: string }[];
  accepts(credentials: { email: string; apiKey: string; accountId: string }): boolean;
}

/** What one operation has in hand. It runs without pause, so its changes are one step. */
export interface Context {
  readonly team: TeamState;
  readonly call: Call;
  readonly options: LiteMailOptions;
  readonly cloudflare: CloudflareSide;
  now(): number;
  /** Later, on the sandbox's clock. */
  schedule(milliseconds: number, work: Work): void;
}

/** `link` is a payment link, which some answers carry beside `message` instead of in `data`. */
export interface Outcome {
  readonly message: string;
  readonly data?: unknown;
  readonly status?: number;
  readonly link?: Readonly<Record<string, string>>;
  /** A GET that changed something. */
  readonly changed?: true;
}

export type Operation = (context: Context) => Outcome;

/** A refusal by LiteMail: status and message. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Like the ids in LiteMail's documents. */
export const newId = () => `cmg${randomBytes(11).toString('hex')}`;
export const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
