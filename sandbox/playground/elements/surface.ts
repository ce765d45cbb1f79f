import { createContext, useContext } from 'react';
import type { Block, Element, Option, StateValue } from '../data/page-shapes.ts';

/** Which element of which block. */
export interface Place {
  readonly block: Block;
  readonly element: Element;
}

/** Where blocks stand, a message or a view, and what a person can do with what is in them. */
export interface Surface {
  /** What is chosen or typed there now. */
  value(place: Place): StateValue | undefined;
  /** Chooses or types; tells the app where Slack would. `given` as the control's `selected` takes it. */
  choose(place: Place, value: StateValue): void;
  press(place: Place, selected?: unknown): void;
  /** Asks the app for options. */
  suggest(place: Place, query: string): Promise<readonly Option[]>;
  /** Being pressed now; the app has not answered yet. */
  isBusy(place: Place): boolean;
  /** What is wrong with an input. */
  error(block: Block): string | undefined;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('an element outside of a message or a view');
  return surface;
}

/** Names an element among all that are shown. */
export const nameOf = ({ block, element }: Place): string => `${block.block_id}/${element.action_id}`;
