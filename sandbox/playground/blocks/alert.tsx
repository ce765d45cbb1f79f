import type { Block, TextObject } from '../data/page-shapes.ts';
import { Text } from '../text/mrkdwn.tsx';

const words: Readonly<Record<string, string>> = { warning: 'Warning', error: 'Error', success: 'Done', info: 'Note' };

export function Alert({ block }: { readonly block: Block }) {
  const level = String(block.level ?? 'default');
  return (
    <div className="alert" data-level={level}>
      {words[level] && <span className="hidden">{words[level]}: </span>}
      <Text of={block.text as TextObject} />
    </div>
  );
}
