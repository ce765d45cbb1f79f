/** Runs every check of this folder. Each is a script that prints what it found and exits 1 when something does not hold. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const contracts = resolve(process.env.CONTRACTS_DIR ?? '../shared/contracts');
if (!existsSync(contracts)) {
  console.log(
    'Contracts are not checked: there is no ../shared/contracts, and CONTRACTS_DIR names no other directory.',
  );
} else {
  const checks = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.ts') && file !== basename(import.meta.filename),
  );
  const failed = checks.filter((file) => {
    const env = { ...process.env, CONTRACTS_DIR: contracts };
    return spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: 'inherit', env }).status !== 0;
  });
  console.log(`contracts: ${checks.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
