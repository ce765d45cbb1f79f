import { z } from 'zod';
import type { StandIns } from '../sandbox.ts';

/** One thing that `POST /sandbox/control` does. Listing and documentation are derived from it. */
export interface Verb {
  readonly name: string;
  readonly doc: string;
  readonly fields: z.ZodObject;
  /** The fields beside `ok: true`. */
  run(sandbox: StandIns, fields: Record<string, unknown>): Promise<object>;
}

export const verb = <Shape extends z.ZodRawShape>(
  name: string,
  doc: string,
  shape: Shape,
  run: (sandbox: StandIns, fields: z.infer<z.ZodObject<Shape>>) => Promise<object> | object,
): Verb => ({
  name,
  doc,
  fields: z.strictObject(shape),
  run: async (sandbox, fields) => run(sandbox, fields as z.infer<z.ZodObject<Shape>>),
});

/** Fields that several verbs have. */
export const user = z.string().describe('Slack user id or name; default: the person signed in');
export const team = z.string().optional().describe('team id, if person or channel do not determine it');
export const channel = z.string().describe('channel id, #name, or a user id for the direct message with the app');

/** Without undefined fields. */
export const present = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
