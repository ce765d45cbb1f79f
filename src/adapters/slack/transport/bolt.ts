import { createRequire } from 'node:module';
import { loadLater } from './load-later.ts';

// Imported file by file, because the package index also loads Express and an AWS receiver; OAuth and Socket Mode are
// loaded on first use. That halves Bolt's startup time and memory.
const require = createRequire(import.meta.url);
const ofBolt = createRequire(require.resolve('@slack/bolt'));
loadLater(ofBolt, '@slack/oauth');
loadLater(ofBolt, '@slack/socket-mode');

const app = require('@slack/bolt/dist/App.js') as typeof import('@slack/bolt/dist/App.js');
const httpReceiver =
  require('@slack/bolt/dist/receivers/HTTPReceiver.js') as typeof import('@slack/bolt/dist/receivers/HTTPReceiver.js');
const socketModeReceiver =
  require('@slack/bolt/dist/receivers/SocketModeReceiver.js') as typeof import('@slack/bolt/dist/receivers/SocketModeReceiver.js');

export const App = app.default;
export const HTTPReceiver = httpReceiver.default;
export const SocketModeReceiver = socketModeReceiver.default;
