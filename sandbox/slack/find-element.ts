import { CannotDo } from './choose.ts';
import { optionsOf } from './payloads.ts';
import type { Block, Element, Option } from './posted-message.ts';
import { elementsOf } from './view-elements.ts';

/** How a person points at an element: by what it says or by its ids. */
export interface Pointing {
  readonly action_id?: string | undefined;
  readonly block_id?: string | undefined;
  readonly label?: string | undefined;
  /** The value behind a button, where several look alike. */
  readonly value?: string | undefined;
}

export interface Match {
  readonly block: Block;
  readonly element: Element;
  /** The entry of an overflow menu, or the option, that carries the label. */
  readonly option?: Option;
}

const labelOf = (block: Block, element: Element): string[] =>
  [
    element.text?.text,
    block.type === 'input' ? block.label?.text : undefined,
    (element.placeholder as { text?: string } | undefined)?.text,
    element.accessibility_label as string | undefined,
  ].filter((text): text is string => text !== undefined);

function matches({ action_id, block_id, label, value }: Pointing, { block, element }: Match): Match | undefined {
  if (action_id !== undefined && element.action_id !== action_id) return undefined;
  if (block_id !== undefined && block.block_id !== block_id) return undefined;
  if (value !== undefined && element.type === 'button' && element.value !== value) return undefined;
  if (label === undefined || labelOf(block, element).includes(label)) return { block, element };
  const option = optionsOf(element).find((it) => it.text.text === label);
  return option && { block, element, option };
}

/** The element pointed at, if it is there. */
export function findElement(blocks: readonly Block[], pointing: Pointing): Match | undefined {
  for (const candidate of elementsOf(blocks)) {
    const match = matches(pointing, candidate);
    if (match) return match;
  }
  return undefined;
}

/** The element pointed at, or a complaint that says what could be pressed. */
export function elementAt(blocks: readonly Block[], pointing: Pointing): Match {
  const match = findElement(blocks, pointing);
  if (match) return match;
  const there = [...elementsOf(blocks)].map(({ block, element }) => labelOf(block, element)[0] ?? element.action_id);
  const wanted = pointing.label ?? pointing.action_id ?? pointing.block_id ?? 'that';
  throw new CannotDo(`There is no "${wanted}" here. There is: ${there.join(', ') || 'nothing to press'}.`);
}

/** The input block named by block_id, action_id or label; labels also without a trailing "(optional)". */
export function inputNamed(blocks: readonly Block[], name: string): Match {
  const all = [...elementsOf(blocks)].filter(({ block }) => block.type === 'input');
  const same = (a: string | undefined) => a?.toLowerCase() === name.toLowerCase();
  const match =
    all.find(({ block }) => block.block_id === name) ??
    all.find(({ element }) => element.action_id === name) ??
    all.find(({ block }) => same(block.label?.text)) ??
    // A select outside an input block keeps its choice in the same place.
    [...elementsOf(blocks)].find(({ block, element }) => block.block_id === name || element.action_id === name);
  if (match) return match;
  const labels = all.map(({ block }) => block.label?.text);
  throw new CannotDo(`There is no field "${name}". There is: ${labels.join(', ') || 'no field'}.`);
}
