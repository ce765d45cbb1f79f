import { app } from './app-methods.ts';
import { chat } from './chat-methods.ts';
import { conversations } from './conversation-methods.ts';
import { files } from './file-methods.ts';
import type { Methods } from './method.ts';
import { people } from './people-methods.ts';
import { views } from './view-methods.ts';

/** The Web API methods that this stand-in knows; any other answers `unknown_method`. */
export const methods: Methods = { ...app, ...chat, ...conversations, ...files, ...people, ...views };
