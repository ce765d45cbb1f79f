import type { Block } from '../data/page-shapes.ts';
import { type Cell, CellView } from './cell.tsx';

interface Column {
  readonly align?: 'left' | 'center' | 'right';
  readonly is_wrapped?: boolean;
}

/** Shorter cells are never broken, whatever the app says: a host name in two lines is hard to read. */
const shortest = 32;

/** Slack's table: the first row is its head. It scrolls by itself, so it can be reached with the keyboard. */
export function Table({ block }: { readonly block: Block }) {
  const rows = block.rows as readonly (readonly Cell[])[];
  const columns = (block.column_settings ?? []) as readonly (Column | undefined)[];
  const [head = [], ...body] = rows;
  const look = (index: number, { text = '' }: Cell) => ({
    'data-align': columns[index]?.align ?? 'left',
    'data-wrapped': columns[index]?.is_wrapped === true && text.length > shortest,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
    <section className="table-frame" aria-label="Table" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
              <th key={index} scope="col" {...look(index, cell)}>
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
            <tr key={at}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                <td key={index} {...look(index, cell)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
