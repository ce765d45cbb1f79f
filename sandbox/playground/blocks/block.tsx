import type { Block, Element, TextObject } from '../data/page-shapes.ts';
import { ElementView } from '../elements/element.tsx';
import { Text } from '../text/mrkdwn.tsx';
import { AsWords } from './as-words.tsx';
import { Chart } from './chart/chart.tsx';
import { isPlotted } from './chart/plotted.ts';
import { DataTable } from './data-table.tsx';
import { Header } from './header.tsx';
import { InputBlock } from './input-block.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { Section } from './section.tsx';
import { Table } from './table.tsx';

interface Props {
  readonly block: Block;
}

const Actions = ({ block }: Props) => (
  <div className="block-actions">
    {(block.elements ?? []).map((element) => (
      <ElementView key={element.action_id} block={block} element={element} />
    ))}
  </div>
);

const Context = ({ block }: Props) => (
  <div className="block-context">
    {((block.elements ?? []) as unknown as (Element & TextObject)[]).map((element, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: these have no other name
      <span key={index}>
        {element.type === 'image' ? <Picture of={element} className="picture-small" /> : <Text of={element} />}
      </span>
    ))}
  </div>
);

const ImageBlock = ({ block }: Props) => (
  <figure className="block-image">
    {block.title !== undefined && (
      <figcaption>
        <Text of={block.title as TextObject} />
      </figcaption>
    )}
    <Picture of={block} />
  </figure>
);

/** A block by its type: those that the app sends, or will. */
export function BlockView({ block }: Props) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'actions':
      return <Actions block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'header':
      return <Header block={block} />;
    case 'divider':
      return <hr className="block-divider" />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'table':
      return <Table block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'data_visualization':
      return isPlotted(block.chart) ? (
        <Chart title={String(block.title)} chart={block.chart} />
      ) : (
        <AsWords part={block} />
      );
    default:
      return <AsWords part={block} />;
  }
}
