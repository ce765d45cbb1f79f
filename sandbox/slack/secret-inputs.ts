import type { Block } from './posted-message.ts';

const secretName = /key|token|secret|password|credential/i;

interface Named {
  /** Not text where a block is called `type`. */
  readonly type?: unknown;
  readonly action_id?: string;
  readonly block_id?: string;
}

/** The same payload with dots for what people typed into fields whose label or ids sound like a secret. */
export function withoutSecretInputs(payload: unknown): unknown {
  const { blocks = [] } = ((payload as { view?: { blocks?: Block[] } } | undefined)?.view ?? {}) as {
    blocks?: Block[];
  };
  const secret = new Set(blocks.filter((block) => secretName.test(block.label?.text ?? '')).map((it) => it.block_id));

  function clean(value: unknown, names: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => clean(item, names));
    if (value === null || typeof value !== 'object') return value;
    const { type, action_id = '', block_id = '' } = value as Named;
    const here = [...names, action_id, block_id];
    const isInput = typeof type === 'string' && type.endsWith('_input');
    const hidden = isInput && here.some((name) => secretName.test(name) || secret.has(name));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        hidden && key === 'value' && typeof item === 'string' ? '•••' : clean(item, [...here, key]),
      ]),
    );
  }
  return clean(payload, []);
}
