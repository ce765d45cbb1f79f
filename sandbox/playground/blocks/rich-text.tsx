import type { Block } from '../data/page-shapes.ts';
import { Preformatted } from './preformatted.tsx';
import { type RichInline, RichInlines } from './rich-inline.tsx';

interface RichPart {
  readonly type: string;
  readonly elements: readonly (RichInline | RichPart)[];
  readonly style?: 'bullet' | 'ordered';
  readonly indent?: number;
  readonly offset?: number;
  readonly language?: string;
}

const inlines = ({ elements }: RichPart) => elements as readonly RichInline[];
const plain = (part: RichPart): string =>
  inlines(part)
    .map((it) => it.text ?? it.url ?? '')
    .join('');

function RichList(part: RichPart) {
  const { style, elements, indent = 0, offset = 0 } = part;
  const Tag = style === 'ordered' ? 'ol' : 'ul';
  return (
    <Tag className="rich-list" data-indent={indent} start={style === 'ordered' ? offset + 1 : undefined}>
      {(elements as readonly RichPart[]).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: list items have no other name
        <li key={index}>
          <RichInlines elements={inlines(item)} />
        </li>
      ))}
    </Tag>
  );
}

function RichPartView({ part }: { readonly part: RichPart }) {
  switch (part.type) {
    case 'rich_text_list':
      return <RichList {...part} />;
    case 'rich_text_quote':
      return (
        <blockquote>
          <RichInlines elements={inlines(part)} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return <Preformatted text={plain(part)} language={part.language} />;
    default:
      return (
        <div className="rich-section">
          <RichInlines elements={inlines(part)} />
        </div>
      );
  }
}

/** Rich text: nothing in it is markup, which is why the app puts there what people rely on. */
export const RichText = ({ block }: { readonly block: Pick<Block, 'elements'> }) => (
  <div className="rich-text">
    {((block.elements ?? []) as unknown as readonly RichPart[]).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name
      <RichPartView key={index} part={part} />
    ))}
  </div>
);
