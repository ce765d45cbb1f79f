import type { Block, Element, TextObject } from '../data/page-shapes.ts';
import { ElementView } from '../elements/element.tsx';
import { Text } from '../text/mrkdwn.tsx';
import { Alert } from './alert.tsx';
import { Card, Carousel } from './card.tsx';
import { Chart } from './chart/chart.tsx';
import { Container } from './container.tsx';
import { DataTable } from './data-table.tsx';
import { Header } from './header.tsx';
import { InputBlock } from './input-block.tsx';
import { MarkdownBlock } from './markdown.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { Section } from './section.tsx';
import { Table } from './table.tsx';
import { Plan, TaskCard } from './task-card.tsx';

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

const Video = ({ block }: Props) => (
  <p className="soft">
    (video) <Text of={block.title as TextObject} />
  </p>
);

/** Any block, by its type. */
export function BlockView({ block }: Props) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'actions':
    case 'context_actions':
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
      return <Chart block={block} />;
    case 'markdown':
      return <MarkdownBlock text={String(block.text)} />;
    case 'alert':
      return <Alert block={block} />;
    case 'card':
      return <Card block={block} />;
    case 'carousel':
      return <Carousel block={block} />;
    case 'container':
      return <Container block={block} />;
    case 'task_card':
      return <TaskCard task={block} />;
    case 'plan':
      return <Plan block={block} />;
    case 'video':
      return <Video block={block} />;
    default:
      return <p className="soft">({block.type})</p>;
  }
}
