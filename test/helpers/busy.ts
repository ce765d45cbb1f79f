import { cpus, loadavg } from 'node:os';

/** How much longer things may take for all that runs beside them on this machine: 1 when it has nothing else to do. */
export const busy = (): number => Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
