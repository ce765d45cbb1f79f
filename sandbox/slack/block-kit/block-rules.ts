import { limits } from './limits.ts';
import { lengthOf } from './pieces.ts';
import { blockMayBeOn, elementMayBeOn, type Surface } from './surfaces.ts';

/** What is wrong, and where: `pointer` is a JSON pointer into the payload. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

interface Element {
  readonly type?: string;
  readonly action_id?: string;
  readonly focus_on_load?: boolean;
  readonly response_url_enabled?: boolean;
}
export interface Block {
  readonly type?: string;
  readonly block_id?: string;
  readonly text?: unknown;
  readonly element?: Element;
  readonly accessory?: Element;
  readonly elements?: readonly (Element | Block)[];
  readonly child_blocks?: readonly Block[];
}

/** A block with its place, children of containers and cards of carousels included. */
function* placed(blocks: readonly Block[], pointer: string): Generator<{ block: Block; pointer: string }> {
  for (const [index, block] of blocks.entries()) {
    const here = `${pointer}/${index}`;
    yield { block, pointer: here };
    if (block.child_blocks) yield* placed(block.child_blocks, `${here}/child_blocks`);
    if (block.type === 'carousel') yield* placed((block.elements ?? []) as Block[], `${here}/elements`);
  }
}

function* elementsOf(block: Block, pointer: string): Generator<{ element: Element; pointer: string }> {
  if (block.element) yield { element: block.element, pointer: `${pointer}/element` };
  if (block.accessory) yield { element: block.accessory, pointer: `${pointer}/accessory` };
  if (block.type !== 'actions' && block.type !== 'context_actions') return;
  for (const [index, element] of (block.elements ?? []).entries())
    yield { element: element as Element, pointer: `${pointer}/elements/${index}` };
}

/** Remembers what it was shown and complains of what it has seen before. */
const unrepeated = (problems: Problem[], what: string) => {
  const seen = new Set<string>();
  return (value: string | undefined, pointer: string) => {
    if (value === undefined) return;
    if (seen.has(value)) problems.push({ pointer, message: `${what} must be unique: ${value}` });
    seen.add(value);
  };
};

/** The rules that look at more than one block: surfaces, counts, ids used twice. */
export function crossProblems(blocks: readonly Block[], surface: Surface, pointer: string): Problem[] {
  const problems: Problem[] = [];
  const most = surface === 'message' ? limits.message.blocks.max_items : limits.view.blocks.max_items;
  if (blocks.length > most) problems.push({ pointer, message: `no more than ${most} items allowed` });

  const blockIds = unrepeated(problems, 'block_id');
  let focused = 0;
  let markdown = 0;
  const counts = new Map<string, number>();
  for (const { block, pointer: here } of placed(blocks, pointer)) {
    const type = block.type ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (!blockMayBeOn(surface, type))
      problems.push({ pointer: `${here}/type`, message: `unsupported block type on ${surface}: ${type}` });
    if (type === 'markdown' && typeof block.text === 'string') markdown += lengthOf(block.text);
    else blockIds(block.block_id, `${here}/block_id`);

    const actionIds = unrepeated(problems, 'action_id');
    for (const { element, pointer: at } of elementsOf(block, here)) {
      actionIds(element.action_id, `${at}/action_id`);
      if (!elementMayBeOn(surface, element.type ?? ''))
        problems.push({ pointer: `${at}/type`, message: `unsupported element type on ${surface}: ${element.type}` });
      if (element.focus_on_load && ++focused > 1)
        problems.push({ pointer: `${at}/focus_on_load`, message: 'only one element may have focus_on_load' });
      if (element.response_url_enabled && (surface !== 'modal' || type !== 'input'))
        problems.push({ pointer: at, message: 'response_url_enabled only works in inputs of modals' });
    }
  }
  const tables = (counts.get('table') ?? 0) + (counts.get('data_table') ?? 0);
  if (tables > limits.message.tables.max_items) problems.push({ pointer, message: 'only_one_table_allowed' });
  if ((counts.get('data_visualization') ?? 0) > limits.message.charts.max_items)
    problems.push({
      pointer,
      message: `no more than ${limits.message.charts.max_items} data_visualization blocks allowed`,
    });
  if ((counts.get('plan') ?? 0) > 1) problems.push({ pointer, message: 'only one plan block allowed' });
  if (markdown > limits.markdown.text.max_length)
    problems.push({ pointer, message: `markdown must be less than ${limits.markdown.text.max_length + 1} characters` });
  return problems;
}

export const hasInput = (blocks: readonly Block[]): boolean =>
  [...placed(blocks, '')].some(({ block }) => block.type === 'input');
