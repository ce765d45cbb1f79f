import type { CommandEntry } from '../data/page-shapes.ts';

/** The usage of the command being typed. */
export const UsageHint = ({ entry, id }: { readonly entry: CommandEntry; readonly id: string }) => (
  <div className="usage" id={id}>
    <p>
      <code>{entry.usage}</code> <span>{entry.summary}.</span>
    </p>
    {entry.args.length > 0 && (
      <dl>
        {entry.args.map(({ name, help, required }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {help}
              {!required && <span className="soft"> (optional)</span>}
            </dd>
          </div>
        ))}
      </dl>
    )}
  </div>
);
