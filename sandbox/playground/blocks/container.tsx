import type { ReactNode } from 'react';
import type { Block, TextObject } from '../data/page-shapes.ts';
import { Text } from '../text/mrkdwn.tsx';
import { BlockList } from './block-list.tsx';
import { RichText } from './rich-text.tsx';

function Title({ block }: { readonly block: Block }): ReactNode {
  const title = block.title as TextObject | undefined;
  const rich = block.rich_text_title as Pick<Block, 'elements'> | undefined;
  const subtitle = block.subtitle as TextObject | undefined;
  return (
    <>
      {title ? <Text of={title} /> : rich && <RichText block={rich} />}
      {subtitle && (
        <span className="soft">
          {' '}
          <Text of={subtitle} />
        </span>
      )}
    </>
  );
}

/** Blocks under a title of their own, which may fold away. */
export function Container({ block }: { readonly block: Block }) {
  const inside = <BlockList blocks={block.child_blocks ?? []} />;
  if (block.is_collapsible !== true)
    return (
      <section className="container">
        <div className="container-title">
          <Title block={block} />
        </div>
        {inside}
      </section>
    );
  return (
    <details className="container" open={block.default_collapsed !== true}>
      <summary className="container-title">
        <Title block={block} />
      </summary>
      {inside}
    </details>
  );
}
