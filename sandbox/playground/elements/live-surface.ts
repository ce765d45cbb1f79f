import { useMemo, useState } from 'react';
import { stateField, stateOf } from '../../slack/view-elements.ts';
import { act } from '../data/control.ts';
import type { Block, Element, Option, StateValue, StateValues } from '../data/page-shapes.ts';
import { nameOf, type Place, type Surface } from './surface.ts';

/** Who acts where: in a message, in a modal or in App Home. */
export interface Where {
  readonly user: string;
  readonly team: string;
  readonly channel?: string;
  readonly ts?: string;
  /** A modal's id, or `home`. */
  readonly view?: string;
}

interface Options {
  readonly where: Where;
  readonly blocks: readonly Block[];
  /** What the stand-in remembers as chosen. */
  readonly stored: StateValues;
  readonly errors?: Readonly<Record<string, string>> | undefined;
  /** Tells the person what Slack would say when something fails. */
  readonly notice: (text: string) => void;
}

export interface LiveSurface extends Surface {
  /** What was entered in inputs and not sent yet, as the verb `submit` takes it. */
  entered(): Record<string, unknown>;
  /** The form is submitted again: errors on fields changed since then show again. */
  resent(): void;
}

const givenOf = (element: Element, value: StateValue | undefined): unknown =>
  value?.[stateField(element.type) ?? ''] ?? null;

/** An input sends nothing to the app before the form is submitted, unless it is set to dispatch. */
const isSilent = ({ block }: Place): boolean => block.type === 'input' && !block.dispatch_action;
const isTyped = ({ element }: Place): boolean => stateField(element.type) === 'value';

/** What people do with blocks, done through the sandbox; input is stored here until it is submitted. */
export function useLiveSurface({ where, blocks, stored, errors = {}, notice }: Options): LiveSurface {
  const [local, setLocal] = useState<StateValues>({});
  const [changed, setChanged] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState<readonly string[]>([]);
  const values = useMemo(() => {
    const chosen: StateValues = { ...stored };
    for (const [id, entered] of Object.entries(local)) chosen[id] = { ...chosen[id], ...entered };
    return stateOf(blocks, chosen);
  }, [blocks, stored, local]);

  const at = ({ block, element }: Place) => ({ ...where, block_id: block.block_id, action_id: element.action_id });

  function entered(): Record<string, unknown> {
    const inputs = blocks.filter((block) => block.type === 'input' && local[block.block_id]);
    return Object.fromEntries(
      inputs.flatMap(({ block_id, element }) =>
        element ? [[block_id, givenOf(element, local[block_id]?.[element.action_id])]] : [],
      ),
    );
  }
  /** So that the app finds in `state` what was typed before the press. */
  async function flush(): Promise<void> {
    if (where.view === undefined) return;
    for (const [block_id, selected] of Object.entries(entered()))
      await act({ do: 'press', ...where, block_id, selected });
  }
  async function press(place: Place, selected?: unknown): Promise<void> {
    const name = nameOf(place);
    setBusy((all) => [...all, name]);
    if (!isSilent(place)) await flush();
    const label = place.element.type === 'button' ? place.element.text?.text : undefined;
    const answer = await act({
      do: 'press',
      ...at(place),
      ...(label !== undefined && { label }),
      ...(selected !== undefined && { selected }),
    });
    setBusy((all) => all.filter((it) => it !== name));
    const trouble = answer.shown ?? answer.error;
    if (trouble) notice(trouble);
  }

  return {
    entered,
    resent: () => setChanged([]),
    value: ({ block, element }) => values[block.block_id]?.[element.action_id],
    choose(place, value) {
      const { block, element } = place;
      setChanged((all) => [...all, block.block_id]);
      setLocal((all) => ({ ...all, [block.block_id]: { ...all[block.block_id], [element.action_id]: value } }));
      if (!isSilent(place) && !isTyped(place)) void press(place, givenOf(element, value));
    },
    press: (place, selected) => void press(place, selected),
    async suggest(place, query) {
      const answer = await act({ do: 'options', ...at(place), query });
      if (!answer.ok) notice(answer.error ?? '');
      return (answer.options as readonly Option[] | undefined) ?? [];
    },
    isBusy: (place) => busy.includes(nameOf(place)),
    error: ({ block_id }) => (changed.includes(block_id) ? undefined : errors[block_id]),
  };
}
