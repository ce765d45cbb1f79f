import type { Block } from '../data/page-shapes.ts';
import { RichText } from './rich-text.tsx';

export interface Cell {
  readonly type: string;
  readonly text?: string;
  readonly value?: number;
  readonly elements?: Block['elements'];
}

export const CellView = ({ cell }: { readonly cell: Cell }) =>
  cell.type === 'rich_text' ? <RichText block={cell as Pick<Block, 'elements'>} /> : (cell.text ?? cell.value);
