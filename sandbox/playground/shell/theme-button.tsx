import { useEffect, useSyncExternalStore } from 'react';
import { useRemembered } from '../data/remembered.ts';
import { MoonIcon, SunIcon } from './icons.tsx';

const query = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Light or dark: what the machine prefers until somebody chooses. */
export function ThemeButton() {
  const [chosen, choose] = useRemembered('theme', '');
  const preferred = useSyncExternalStore(subscribe, () => (query.matches ? 'dark' : 'light'));
  const dark = (chosen || preferred) === 'dark';
  useEffect(() => {
    if (chosen) document.documentElement.dataset.theme = chosen;
  }, [chosen]);
  const label = dark ? 'Light colours' : 'Dark colours';
  return (
    <button
      type="button"
      className="rail-button"
      aria-label={label}
      title={label}
      onClick={() => choose(dark ? 'light' : 'dark')}
    >
      {dark ? <SunIcon /> : <MoonIcon />}
      <span className="rail-word">{dark ? 'Light' : 'Dark'}</span>
    </button>
  );
}
