import { createConnection, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyReader, createListener, sendResponse } from '../../../src/adapters/http/http-server.ts';
import { allowBareConnections } from '../../helpers/bare-connections.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { until } from '../../helpers/until.ts';

allowBareConnections();

const MiB = 1024 * 1024;

async function serving() {
  const clock = manualClock();
  const readBody = createBodyReader(clock);
  let begun = 0;
  const errors: unknown[] = [];
  const url = await serve(
    createListener(
      [
        [
          'POST',
          '/',
          async (req, res) => {
            begun += 1;
            sendResponse(res, 200, `got ${(await readBody(req)).length}`);
          },
        ],
      ],
      (error) => errors.push(error),
    ),
  );
  /** Begins to send a body of this length and holds back its end. */
  async function half(length: number, sent: number): Promise<{ socket: Socket; answer: Promise<string> }> {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const before = begun;
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
    await until(() => begun > before, 'the request to be taken up');
    await new Promise((written) => socket.write('x'.repeat(sent), written));
    // What was answered before the connection was reset has been read by then.
    return { socket, answer: text(socket).catch(() => '') };
  }
  const whole = async (body: string): Promise<string> => (await fetch(url, { method: 'POST', body })).text();
  return { clock, half, whole, errors };
}

describe('requests that nobody has verified yet', () => {
  it('are read whole up to 1 MiB', async () => {
    const { whole } = await serving();
    expect(await whole('x'.repeat(MiB))).toBe(`got ${MiB}`);
    expect(await whole('x'.repeat(MiB + 1))).toBe('it is larger than 1 MiB\n');
    expect(await whole('')).toBe('got 0');
  });

  it('are given up after ten seconds when the rest does not come', async () => {
    const { clock, half, whole, errors } = await serving();
    const { answer } = await half(10, 9);
    clock.advance(10_000);
    expect(await answer).toContain('HTTP/1.1 408');
    expect(await whole('x')).toBe('got 1');
    expect(errors).toEqual([]);
  });

  it('are no trouble when the sender goes away in the middle', async () => {
    const { half, whole, errors } = await serving();
    const { socket } = await half(10, 9);
    socket.resetAndDestroy();
    expect(await whole('x')).toBe('got 1');
    expect(errors).toEqual([]);
  });

  it('that hold back their last byte lose their place to others, the oldest first, before 33 MiB are held', async () => {
    const { half, whole, errors } = await serving();
    const answered: number[] = [];
    for (let index = 0; index < 40; index += 1)
      void (await half(MiB, MiB - 1)).answer.then((said) => said.includes(' 503 ') && answered.push(index));
    await until(() => answered.length >= 7, 'those that are too much');
    expect(answered.sort((a, b) => a - b).slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await whole('x'.repeat(MiB))).toBe(`got ${MiB}`);
    expect(errors).toEqual([]);
  });

  it('are bounded in number too, however little they hold', async () => {
    const { half, whole } = await serving();
    const first = await half(10, 1);
    const others = Array.from({ length: 1_000 }, () => half(10, 1));
    expect(await first.answer).toContain(' 503 ');
    await Promise.all(others);
    expect(await whole('x')).toBe('got 1');
  });
});
