import { expect, it } from 'vitest';
import { boltLogger, clientOptions } from '../../../src/adapters/slack/web-api/web-clients.ts';
import { serve } from '../../helpers/loopback.ts';

it.each([
  ['/api/chat.postMessage', 'chat.postMessage'],
  ['/api/users.info?user=U1', 'users.info'],
  ['/upload/v1/CwABAAAAs3cret', 'other'],
  ['/api/upload.CwABAAAAsecret', 'other'],
  ['/api/chat.postMessage/key.secret', 'other'],
])('a call of %s is counted as %s, so that no address that is a key becomes a label', async (path, label) => {
  const url = await serve((_, response) => void response.end('{}'));
  const counted: string[] = [];
  const observe = ({ operation }: { operation: string }) => counted.push(operation);
  const logger = boltLogger({ debug() {}, info() {}, warn() {}, error() {} });
  const options = clientOptions({ slackApiUrl: `${url}/api/`, logger, observe }, 0);
  await options.fetch?.(url + path, { method: 'POST' } as never);
  expect(counted).toEqual([label]);
});
