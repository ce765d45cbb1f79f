import { createContext, useContext } from 'react';
import type { Block, TextObject } from '../data/page-shapes.ts';
import { Text } from '../text/mrkdwn.tsx';

/** Under which heading the blocks stand: the place's name, or the title of a modal below it. */
export const HeadingLevel = createContext<2 | 3>(2);

export function Header({ block }: { readonly block: Block }) {
  const Tag = `h${useContext(HeadingLevel)}` as const;
  return (
    <Tag className="block-header" data-level={block.level as number | undefined}>
      <Text of={block.text as unknown as TextObject} />
    </Tag>
  );
}
