import type { WireEntry } from '../data/page-shapes.ts';
import { CopyButton } from './copy-button.tsx';
import { curlOf } from './curl.ts';
import { Json } from './json.tsx';

const Headers = ({ of }: { readonly of: Readonly<Record<string, string>> | undefined }) =>
  of && (
    <dl className="headers">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );

const isThere = (body: unknown): boolean => body !== undefined && body !== null && body !== '';

/** Both sides of one exchange. */
export const WireDetails = ({ entry }: { readonly entry: WireEntry }) => (
  <div className="wire-details">
    <p className="wire-path">
      {entry.method} {entry.path}
    </p>
    {entry.method !== 'SEND' && (
      <p className="wire-tools">
        <CopyButton label="Copy as curl" text={() => curlOf(entry, location.origin)} />
      </p>
    )}
    <h3>Request</h3>
    <Headers of={entry.requestHeaders} />
    {isThere(entry.requestBody) && <Json value={entry.requestBody} />}
    <h3>Answer {entry.status === 0 ? '(none)' : entry.status}</h3>
    <Headers of={entry.responseHeaders} />
    {isThere(entry.responseBody) ? <Json value={entry.responseBody} /> : <p className="soft">Without a body.</p>}
  </div>
);
