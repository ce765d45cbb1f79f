import type { StandIns } from '../sandbox.ts';

/** One thing that `GET /sandbox/control?read=` answers. */
export interface Read {
  readonly name: string;
  readonly doc: string;
  /** Query parameters beside `read`. */
  readonly query: Readonly<Record<string, string>>;
  run(sandbox: StandIns, query: URLSearchParams): object;
}
