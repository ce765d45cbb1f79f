import type { Block, Element, TextObject } from '../data/page-shapes.ts';
import { ElementView } from '../elements/element.tsx';
import { Text } from '../text/mrkdwn.tsx';
import { Picture } from './picture.tsx';

const parts = ['title', 'subtitle', 'body', 'subtext'] as const;

export function Card({ block }: { readonly block: Block }) {
  const buttons = (block.actions as readonly Element[] | undefined) ?? [];
  const picture = block.hero_image as Element | undefined;
  return (
    <div className="card">
      {picture && <Picture of={picture} />}
      {parts.map((part) => {
        const text = block[part] as TextObject | undefined;
        return (
          text && (
            <div key={part} className={`card-${part}`}>
              <Text of={text} />
            </div>
          )
        );
      })}
      {buttons.length > 0 && (
        <div className="block-actions">
          {buttons.map((element) => (
            <ElementView key={element.action_id} block={block} element={element} />
          ))}
        </div>
      )}
    </div>
  );
}

export const Carousel = ({ block }: { readonly block: Block }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
  <div className="carousel" tabIndex={0}>
    {((block.elements ?? []) as unknown as readonly Block[]).map((card) => (
      <Card key={card.block_id} block={card} />
    ))}
  </div>
);
