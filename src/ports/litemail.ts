import type { litemail } from '../adapters/litemail/operations/litemail-operations.ts';
import type { Client } from './operation.ts';

/** LiteMail, one function per operation of its API. */
export type LiteMail = Client<typeof litemail>;
