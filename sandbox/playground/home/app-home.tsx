import { useEffect } from 'react';
import { BlockList } from '../blocks/block-list.tsx';
import { useNotice } from '../conversation/notices.tsx';
import { act } from '../data/control.ts';
import type { SeenView } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { useLiveSurface } from '../elements/live-surface.ts';
import { SurfaceContext } from '../elements/surface.ts';
import { useViews } from '../modal/modal-stack.tsx';

function HomeView({ seat, view }: { readonly seat: Seat; readonly view: SeenView }) {
  const notice = useNotice();
  const where = { user: seat.user, team: seat.team, view: 'home' };
  const surface = useLiveSurface({ where, blocks: view.blocks, stored: view.state.values, notice });
  return (
    <SurfaceContext value={surface}>
      <BlockList blocks={view.blocks} />
    </SurfaceContext>
  );
}

/** The app's Home tab: opening it tells the app, which publishes what this person is to see. */
export function AppHome({ seat }: { readonly seat: Seat }) {
  const { user, team } = seat;
  const notice = useNotice();
  const views = useViews(seat);
  useEffect(() => {
    void act({ do: 'home', user, team }).then((answer) => !answer.ok && notice(answer.error ?? ''));
  }, [user, team, notice]);
  const home = views?.home;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable
    <section className="home" tabIndex={0} aria-label="App Home">
      {home ? (
        <HomeView key={user} seat={seat} view={home} />
      ) : (
        <p className="soft loading">The app is preparing its Home…</p>
      )}
    </section>
  );
}
