import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createListener, listen, type Routes, sendResponse } from '../../../src/adapters/http/http-server.ts';
import { allowBareConnections } from '../../helpers/bare-connections.ts';
import { serve } from '../../helpers/loopback.ts';

allowBareConnections();

async function serving(routes: Routes) {
  const errors: string[] = [];
  const url = await serve(createListener(routes, (error) => errors.push(String(error))));
  return { url, errors };
}

describe('a route of our own', () => {
  it('that rejects is answered 500 and reported, where Bolt would let it end the process', async () => {
    const rejects = async () => {
      throw new Error('lost its way');
    };
    const { url, errors } = await serving([
      ['GET', '/bad', rejects],
      ['GET', '/good', (_req, res) => sendResponse(res, 200, { ok: true })],
    ]);
    const response = await fetch(`${url}/bad`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('lost');
    expect(errors).toEqual(['Error: lost its way']);
    expect((await fetch(`${url}/good`)).status).toBe(200);
  });

  it('that throws at once is answered 500 as well', async () => {
    const { url, errors } = await serving([
      [
        'GET',
        '/bad',
        () => {
          throw new Error('at once');
        },
      ],
    ]);
    expect((await fetch(`${url}/bad`)).status).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it('that rejects after it began to answer cuts the answer off, so that half of it is not taken for all', async () => {
    const { url, errors } = await serving([
      [
        'GET',
        '/half',
        async (_req, res) => {
          res.writeHead(200, { 'content-length': '100' }).write('half');
          throw new Error('halfway');
        },
      ],
    ]);
    await expect(fetch(`${url}/half`).then((response) => response.text())).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });

  it('is found by method and path, with what stands in the path', async () => {
    const { url } = await serving([['POST', '/hooks/:id', (_req, res, { id }) => sendResponse(res, 200, `got ${id}`)]]);
    const response = await fetch(`${url}/hooks/e-1?x=1`, { method: 'POST' });
    expect(await response.text()).toBe('got e-1');
    expect((await fetch(`${url}/hooks/e-1`)).status).toBe(405);
    expect((await fetch(`${url}/hooks/e-1/more`, { method: 'POST' })).status).toBe(404);
  });
});

/** What a server that listens says to these bytes. */
async function answerTo(sent: string): Promise<string> {
  const listener = createListener([['GET', '/', (_req, res) => sendResponse(res, 200, 'hello')]], () => {});
  const server = await listen(listener, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const socket = createConnection(server.port, '127.0.0.1');
  socket.write(sent);
  return text(socket);
}

describe('every answer', () => {
  it.each([
    ['a good one', 200, 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    ['to what is not there', 404, 'GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    ['to a wrong method', 405, 'PUT / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    ['to what is no HTTP', 400, 'hello\r\n\r\n'],
    ['to two lengths', 400, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
    ['to headers without end', 431, `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(40_000)}\r\n`],
  ])('is neither kept nor guessed at by a browser: %s', async (_, status, sent) => {
    const said = await answerTo(sent);
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(said).toMatch(/^cache-control: no-store\r$/im);
    expect(said).toMatch(/^x-content-type-options: nosniff\r$/im);
  });
});
