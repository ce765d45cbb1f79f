// Checked by `tsc` alone: what must not compile.
import { z } from 'zod';
import type { FormHandler } from '../../src/adapters/slack/handlers/on-form.ts';
import type { PressHandlers } from '../../src/adapters/slack/handlers/on-press.ts';
import { type Choices, defineButton, defineForm, type HomeSection } from '../../src/engine/features/surfaces.ts';
import { command } from '../../src/features/product-context.ts';

const state = z.object({});
const press = async () => undefined;

defineButton({ name: 'lamps.dim', for: 'operator', state, press });
// @ts-expect-error nobody forgets to say whom a button is for
defineButton({ name: 'lamps.dim', state, press });

const form = { name: 'lamps.form', state, read: () => ({ answers: {} }), submit: press };
defineForm({ ...form, for: 'operator' });
// @ts-expect-error nor a form
defineForm(form);

// @ts-expect-error nor what a select offers
({ list: async () => [] }) satisfies Choices;
// @ts-expect-error nor a part of App Home
({ title: 'Lamps', order: 1, blocks: async () => [] }) satisfies HomeSection;
// @ts-expect-error nor a command
command.read({ name: 'lamps list', summary: 'List lamps', args: {}, run: async () => ({ text: 'None.' }) });

// @ts-expect-error nor a button of the engine
({ press }) satisfies PressHandlers['approval.details'];
// @ts-expect-error nor what a form of the engine does
(() => ({ run: press })) satisfies FormHandler;
