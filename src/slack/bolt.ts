import { createRequire } from 'node:module';
import { loadLater } from './load-later.ts';

// Taken out of the package one by one: its index loads Express and a receiver for AWS too. Of what is taken, OAuth and
// Socket Mode are loaded when somebody uses them. Together that is half of Bolt's time and memory at the start.
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
