import { useState } from 'react';
import type { Block } from '../data/page-shapes.ts';
import { type Cell, CellView } from './cell.tsx';

type Row = readonly Cell[];
interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

const key = (cell: Cell | undefined): number | string =>
  cell?.type === 'raw_number' ? (cell.value ?? 0) : (cell?.text ?? '').toLowerCase();

function sorted(rows: readonly Row[], { column, down }: Sorting): Row[] {
  const ordered = rows.toSorted((a, b) => {
    const [x, y] = [key(a[column]), key(b[column])];
    return typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
  });
  return down ? ordered.reverse() : ordered;
}

/** Slack's data table: sorted by its heads, page by page. */
export function DataTable({ block }: { readonly block: Block }) {
  const [head = [], ...rows] = block.rows as readonly Row[];
  const size = Number(block.page_size ?? 5);
  const [sorting, setSorting] = useState<Sorting>();
  const [page, setPage] = useState(0);
  const ordered = sorting ? sorted(rows, sorting) : rows;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const sortBy = (column: number) => {
    setSorting({ column, down: sorting?.column === column && !sorting.down });
    setPage(0);
  };
  return (
    <div className="data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable */}
      <div className="table-frame" tabIndex={0}>
        <table className="table">
          <caption>{String(block.caption)}</caption>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                  key={index}
                  scope="col"
                  aria-sort={sorting?.column === index ? (sorting.down ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" className="table-sort" onClick={() => sortBy(index)}>
                    <CellView cell={cell} />
                    {sorting?.column === index && <span aria-hidden="true">{sorting.down ? ' ↓' : ' ↑'}</span>}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(page * size, (page + 1) * size).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
              <tr key={at}>
                {row.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
                  <td key={index} data-align={cell.type === 'raw_number' ? 'right' : 'left'}>
                    <CellView cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pager">
          <button type="button" className="button button-small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span className="soft">
            {page + 1} of {pages}
          </span>
          <button
            type="button"
            className="button button-small"
            disabled={page >= pages - 1}
            onClick={() => setPage(page + 1)}
          >
            Next
          </button>
        </div>
      )}
    </div>
  );
}
