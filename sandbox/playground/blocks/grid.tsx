import type { ReactNode } from 'react';
import { type Cell, CellView } from './cell.tsx';

export type Row = readonly Cell[];

interface Props {
  readonly caption?: string;
  /** The cells of the head. */
  readonly head: ReactNode;
  readonly rows: readonly Row[];
  readonly look: (cell: Cell, column: number) => { readonly 'data-align': string };
}

/** Rows under a head. It scrolls by itself, so it can be reached with the keyboard. */
export const Grid = ({ caption, head, rows, look }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
  <section className="table-frame" aria-label={caption ?? 'Table'} tabIndex={0}>
    <table className="table">
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
          <tr key={at}>
            {row.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
              <td key={column} {...look(cell, column)}>
                <CellView cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
