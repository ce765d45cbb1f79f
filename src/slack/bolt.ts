import app from '@slack/bolt/dist/App.js';
import httpReceiver from '@slack/bolt/dist/receivers/HTTPReceiver.js';

// Taken out of the package one by one: its index loads Express and a receiver for AWS too, a quarter of its time and memory.
export const App = app.default;
export const HTTPReceiver = httpReceiver.default;
