/** Something for the app. The kinds are named as in Socket Mode. */
export interface Outgoing {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  /** For the wire log: `command /litemail help`. */
  readonly what: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of an event that was not taken before. */
  readonly retry?: { readonly number: number; readonly reason: string };
}

export const interaction = (what: string, payload: Outgoing['payload']): Outgoing => ({
  kind: 'interactive',
  what,
  payload,
});
