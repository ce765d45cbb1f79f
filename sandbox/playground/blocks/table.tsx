import type { Block } from '../data/page-shapes.ts';
import { type Cell, CellView } from './cell.tsx';
import { Grid, type Row } from './grid.tsx';

interface Column {
  readonly align?: 'left' | 'center' | 'right';
  readonly is_wrapped?: boolean;
}

/** Shorter cells are never broken, whatever the app says: a host name in two lines is hard to read. */
const shortest = 32;

/** Slack's table: the first row is its head. */
export function Table({ block }: { readonly block: Block }) {
  const [head = [], ...rows] = block.rows as readonly Row[];
  const columns = (block.column_settings ?? []) as readonly (Column | null | undefined)[];
  const look = ({ text = '' }: Cell, column: number) => ({
    'data-align': columns[column]?.align ?? 'left',
    'data-wrapped': columns[column]?.is_wrapped === true && text.length > shortest,
  });
  const heads = head.map((cell, column) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
    <th key={column} scope="col" {...look(cell, column)}>
      <CellView cell={cell} />
    </th>
  ));
  return <Grid head={heads} rows={rows} look={look} />;
}
