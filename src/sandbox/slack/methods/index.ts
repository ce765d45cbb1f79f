import { app } from './app.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { Methods } from './method.ts';
import { people } from './people.ts';
import { views } from './views.ts';

/** The Web API methods that this stand-in knows; any other answers `unknown_method`. */
export const methods: Methods = { ...app, ...chat, ...conversations, ...files, ...people, ...views };
