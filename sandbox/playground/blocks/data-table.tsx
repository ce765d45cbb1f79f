import { useState } from 'react';
import type { Block } from '../data/page-shapes.ts';
import { type Cell, CellView } from './cell.tsx';
import { Grid, type Row } from './grid.tsx';

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

const look = ({ type }: Cell) => ({ 'data-align': type === 'raw_number' ? 'right' : 'left' });

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
  const heads = head.map((cell, column) => {
    const order = sorting?.column === column ? (sorting.down ? 'descending' : 'ascending') : undefined;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
      <th key={column} scope="col" aria-sort={order} {...look(rows[0]?.[column] ?? cell)}>
        <button type="button" className="table-sort" onClick={() => sortBy(column)}>
          <CellView cell={cell} />
          {order && <span aria-hidden="true">{order === 'descending' ? ' ↓' : ' ↑'}</span>}
        </button>
      </th>
    );
  });
  const turn = (words: string, to: number) => (
    <button type="button" className="button button-small" disabled={to < 0 || to >= pages} onClick={() => setPage(to)}>
      {words}
    </button>
  );
  return (
    <div className="data-table">
      <Grid
        caption={String(block.caption)}
        head={heads}
        rows={ordered.slice(page * size, (page + 1) * size)}
        look={look}
      />
      {pages > 1 && (
        <div className="pager">
          {turn('Previous', page - 1)}
          <span className="soft">
            {page + 1} of {pages}
          </span>
          {turn('Next', page + 1)}
        </div>
      )}
    </div>
  );
}
