import { useState } from 'react';
import { useFollowing } from '../conversation/use-following.ts';
import type { WireEntry } from '../data/page-shapes.ts';
import { useRead } from '../data/use-read.ts';
import { Segments } from '../panel/segments.tsx';
import { apiNames, WireRow } from './wire-row.tsx';

const none: readonly WireEntry[] = [];
const choices = [['', 'All'], ...Object.entries(apiNames)] as readonly (readonly [string, string])[];

/** Every signed request to the app and every call it made, newest last. */
export function WirePanel() {
  const [api, setApi] = useState('');
  const query = { read: 'wire', last: '150', ...(api && { api }) };
  const entries = useRead<{ wire: WireEntry[] }>(query)?.wire ?? none;
  const { frame, inner, unseen, onScroll, onClickCapture, toEnd } = useFollowing(entries.at(-1)?.id ?? 0);
  return (
    <div className="panel-body wire">
      <div className="panel-intro">
        <p className="soft">
          What Slack and LiteMail send to the app, signed, and what the app asks of the three APIs.
        </p>
        <Segments label="Which calls" choices={choices} value={api} onChange={setApi} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable */}
      <div ref={frame} className="wire-list" tabIndex={0} onScroll={onScroll} onClickCapture={onClickCapture}>
        <div ref={inner}>
          {entries.length === 0 && <p className="option-note">Nothing yet. Type a command and watch.</p>}
          <ul>
            {entries.map((entry) => (
              <WireRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </div>
      </div>
      {unseen > 0 && (
        <button type="button" className="to-newest" onClick={toEnd}>
          {unseen} more ↓
        </button>
      )}
    </div>
  );
}
