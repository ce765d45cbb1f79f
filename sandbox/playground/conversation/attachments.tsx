import { BlockList } from '../blocks/block-list.tsx';
import type { Block } from '../data/page-shapes.ts';
import { Mrkdwn } from '../text/mrkdwn.tsx';

interface Attachment {
  readonly fallback?: string;
  readonly text?: string;
  readonly title?: string;
  readonly blocks?: readonly Block[];
}

export const Attachments = ({ attachments = [] }: { readonly attachments?: readonly unknown[] | undefined }) =>
  (attachments as readonly Attachment[]).map(({ title, text, fallback, blocks }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no other name
    <div key={index} className="attachment">
      {title && <strong>{title}</strong>}
      {blocks ? <BlockList blocks={blocks} /> : <Mrkdwn text={text ?? fallback ?? ''} />}
    </div>
  ));
