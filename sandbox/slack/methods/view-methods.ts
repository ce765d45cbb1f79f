import { Refusal } from '../slack-refusal.ts';
import { checkView, ownerOf, pushView, replaceView, viewOf } from '../stored-views.ts';
import { findPerson } from '../team.ts';
import type { MethodCall, Methods } from './method.ts';

const viewIn = ({ args }: MethodCall): unknown => args.json('view');

export const views: Methods = {
  'views.open': {
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      checkView(slack, 'views.open', viewIn(call), 'modal');
      const { user } = slack.handles.spendTrigger(args.needed('trigger_id'), team.id);
      slack.state.screen(team.id, user).stack.length = 0;
      return { view: await pushView(slack, team, user, viewIn(call)) };
    },
  },
  'views.push': {
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      checkView(slack, 'views.push', viewIn(call), 'modal');
      const { user } = slack.handles.spendTrigger(args.needed('trigger_id'), team.id);
      if (slack.state.screen(team.id, user).stack.length === 0) throw new Refusal('not_found');
      return { view: await pushView(slack, team, user, viewIn(call)) };
    },
  },
  'views.update': {
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      checkView(slack, 'views.update', viewIn(call), 'modal');
      const id = args.text('view_id');
      const external = args.text('external_id');
      if (id === undefined && external === undefined) throw new Refusal('invalid_arguments');
      const { user, view } = ownerOf(slack, team, (it) => (id ? it.id === id : it.external_id === external));
      const hash = args.text('hash');
      if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
      return { view: await replaceView(slack, team, user, view.id, viewIn(call)) };
    },
  },
  'views.publish': {
    tier: 'tier4',
    async run(call) {
      const { slack, team, args } = call;
      checkView(slack, 'views.publish', viewIn(call), 'home');
      const user = args.needed('user_id');
      if (!findPerson(team, user)) throw new Refusal('not_found');
      const screen = slack.state.screen(team.id, user);
      const hash = args.text('hash');
      if (hash !== undefined && hash !== screen.home?.hash) throw new Refusal('hash_conflict');
      screen.home = viewOf(slack, team, viewIn(call) as Parameters<typeof viewOf>[2], screen.home);
      await slack.state.saveScreen(team.id, user, 'home');
      return { view: screen.home };
    },
  },
};
