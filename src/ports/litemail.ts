import type { litemail } from '../apis/litemail/operations.ts';
import type { Client } from '../apis/operation.ts';

/** LiteMail, one function per operation of its API. */
export type LiteMail = Client<typeof litemail>;
