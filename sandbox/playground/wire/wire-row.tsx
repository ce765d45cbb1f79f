import { memo, useState } from 'react';
import type { WireEntry } from '../data/page-shapes.ts';
import { WireDetails } from './wire-details.tsx';

export const apiNames: Readonly<Record<string, string>> = {
  app: 'App',
  slack: 'Slack',
  litemail: 'LiteMail',
  cloudflare: 'Cloudflare',
};

const faultWords: Readonly<Record<string, string>> = {
  slow: 'slowed down',
  status: 'refused on purpose',
  html: 'answered as HTML',
  drop: 'answer lost',
  twice: 'delivered twice',
};

/** What was asked, without what is long and says little. */
function gist({ api, what, method, path }: WireEntry): string {
  if (what) return what.replace(/^command /, '');
  const [place = ''] = path.split('?');
  if (api === 'slack') return place.replace(/^\/api\//, '').replace(/^\/response\/.*/, 'response_url');
  return `${method} ${place.replace(/\/[0-9a-f]{32}(?=\/|$)/g, '/…')}`;
}

const failed = ({ status, responseBody }: WireEntry): boolean =>
  status === 0 || status >= 400 || (responseBody as { ok?: boolean } | null)?.ok === false;

/** One exchange: a line that opens. */
export const WireRow = memo(({ entry }: { readonly entry: WireEntry }) => {
  const [open, setOpen] = useState(false);
  const bad = failed(entry);
  return (
    <li className="wire-row" data-api={entry.api}>
      <button type="button" className="wire-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="wire-api">{apiNames[entry.api] ?? entry.api}</span>
        <span className="wire-gist">{gist(entry)}</span>
        <span className={bad ? 'wire-status wire-bad' : 'wire-status'}>{entry.status || 'none'}</span>
        <span className="wire-ms">{entry.ms} ms</span>
        {entry.fault && <span className="wire-fault">{faultWords[entry.fault] ?? entry.fault}</span>}
      </button>
      {open && <WireDetails entry={entry} />}
    </li>
  );
});
