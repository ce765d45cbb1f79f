import { expect, it } from 'vitest';
import { bold } from '../../src/ui/block-kit.ts';

it.each([
  ['Delete MX of acme-mail.com', '*Delete MX of acme-mail.com*'],
  ['Delete A of *.dev.acme-mail.com', '*Delete A of* `*.dev.acme-mail.com`'],
  ['*.acme-mail.com and *.acme-go.com are gone', '`*.acme-mail.com` *and* `*.acme-go.com` *are gone*'],
  ['Set <!channel> & `x`', "*Set &lt;!channel&gt; &amp;* `'x'`"],
])('%s is bold, with the names as they are', (text, shown) => {
  expect(bold(text)).toBe(shown);
});
