import { type ConfigSources, readConfig, readEnvironment } from './config/config.ts';

const sources: ConfigSources = {
  commands: async () => (await import('./features/all-features.ts')).registry,
  parseRoutes: async (text) => (await import('./adapters/litemail/operation-routes.ts')).parseRoutes(text),
};

/** The environment as the app uses it, or one line per problem, each beginning with the variable. */
export const loadConfig = (env = readEnvironment()): ReturnType<typeof readConfig> => readConfig(env, sources);
