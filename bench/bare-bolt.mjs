// What ours is compared with: the smallest app that Bolt allows, whose one command answers a text of a given length. Plain
// JavaScript, so that not even types have to be stripped.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { App, HTTPReceiver } = await import('@slack/bolt');

const { PORT, SLACK_SIGNING_SECRET: signingSecret = '', TEXT_LENGTH } = process.env;
const text = 'x'.repeat(Number(TEXT_LENGTH));

const app = new App({
  receiver: new HTTPReceiver({
    signingSecret,
    customRoutes: [{ path: '/readyz', method: 'GET', handler: (_, response) => response.writeHead(200).end() }],
  }),
  authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B0BARE', botUserId: 'U0BARE' }),
});
app.command('/litemail', async ({ ack }) => ack({ response_type: 'ephemeral', text }));
await app.start({ port: Number(PORT), host: '127.0.0.1' });
