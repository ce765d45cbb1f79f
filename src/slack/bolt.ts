import { createRequire } from 'node:module';

// Taken out of the package one by one: its index loads Express and a receiver for AWS too, a quarter of its time and memory.
const require = createRequire(import.meta.url);
const app = require('@slack/bolt/dist/App.js') as typeof import('@slack/bolt/dist/App.js');
const httpReceiver =
  require('@slack/bolt/dist/receivers/HTTPReceiver.js') as typeof import('@slack/bolt/dist/receivers/HTTPReceiver.js');
// App loads this one in any case.
const socketModeReceiver =
  require('@slack/bolt/dist/receivers/SocketModeReceiver.js') as typeof import('@slack/bolt/dist/receivers/SocketModeReceiver.js');

export const App = app.default;
export const HTTPReceiver = httpReceiver.default;
export const SocketModeReceiver = socketModeReceiver.default;
