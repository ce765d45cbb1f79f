import type { Block, TextObject } from '../data/page-shapes.ts';
import { ElementView } from '../elements/element.tsx';
import { Text } from '../text/mrkdwn.tsx';

export function Section({ block }: { readonly block: Block }) {
  const text = block.text as TextObject | undefined;
  const fields = block.fields as readonly TextObject[] | undefined;
  return (
    <div className="block-section">
      <div className="block-section-text">
        {text && (
          <div className="block-text">
            <Text of={text} />
          </div>
        )}
        {fields && (
          <div className="block-fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no other name
              <div key={index}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory && (
        <div className="block-accessory">
          <ElementView block={block} element={block.accessory} />
        </div>
      )}
    </div>
  );
}
