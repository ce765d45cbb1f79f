/** One domain on its way to LiteMail. */
export interface Connection {
  readonly name: string;
  /** Cloudflare's zone id. */
  readonly zoneId?: string;
  /** waiting ─▶ sending ─▶ sent ─▶ connected | failed. `sending` is recorded before the call. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'connected' | 'failed';
  /** Why it failed, as text. */
  readonly why?: string;
  /** When the call was made, epoch milliseconds. */
  readonly sentAt?: number;
}

export const isSettled = ({ state }: Connection): boolean => state === 'connected' || state === 'failed';
