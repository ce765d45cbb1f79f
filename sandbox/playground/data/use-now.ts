import { useEffect, useState } from 'react';
import { useRead } from './use-read.ts';

/** Epoch milliseconds by the sandbox's clock; renders again every half minute. */
export function useNow(): number {
  const offset = useRead<{ offset: number }>({ read: 'clock' })?.offset ?? 0;
  const [real, setReal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setReal(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return real + offset;
}

/** How far the sandbox's clock is ahead, in milliseconds. */
export const useOffset = (): number => useRead<{ offset: number }>({ read: 'clock' })?.offset ?? 0;
