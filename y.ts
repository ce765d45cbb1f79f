import { entries } from './src/domain/dns/zonefile/lexer.ts';
import { parseZoneFile } from './src/domain/dns/zonefile/read-zone-file.ts';

for (const n of [2500, 5000, 10000, 9999]) {
  const t = '\\'.repeat(n);
  let b = performance.now();
  try {
    [...entries(t)];
  } catch {}
  const a = performance.now() - b;
  b = performance.now();
  try {
    parseZoneFile(t, 'acme-mail.com');
  } catch (e: any) {
    console.log(e.message.slice(0, 100));
  }
  console.log(n, a, performance.now() - b);
}
