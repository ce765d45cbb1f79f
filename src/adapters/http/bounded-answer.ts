/** Several times the largest page that LiteMail or Cloudflare gives. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The answer goes on after what is allowed. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** The same response, whose body fails with `AnswerTooLarge` after so many bytes, unpacked. */
export function boundedAnswer(response: Response, maxBytes: number): Response {
  let size = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      size += piece.byteLength;
      if (size > maxBytes) controller.error(new AnswerTooLarge(`larger than ${maxBytes} bytes`));
      else controller.enqueue(piece);
    },
  });
  return response.body ? new Response(response.body.pipeThrough(count), response) : response;
}
