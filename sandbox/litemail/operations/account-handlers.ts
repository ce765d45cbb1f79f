import { fieldsOf, optionalText, paged, searched, text } from '../input.ts';
import { iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';

const listWorkspaces: Operation = ({ team, call }) => ({
  message: 'Workspaces retrieved successfully',
  data: paged(
    call,
    'workspaces',
    searched(call, team.workspaces, ({ name }) => [name]),
  ),
});

const createWorkspace: Operation = ({ team, call, now }) => {
  const name = text(fieldsOf(call), 'name');
  if (team.workspaces.some((each) => each.name === name)) throw new Refusal(409, `Workspace ${name} already exists`);
  const at = iso(now());
  const workspace = { id: newId(), userId: team.user.id, name, createdAt: at, updatedAt: at, deletedAt: null };
  team.workspaces.push(workspace);
  return { status: 201, message: 'Workspace created successfully', data: workspace };
};

const updateWorkspace: Operation = ({ team, call, now }) => {
  const fields = fieldsOf(call);
  const id = call.params.id ?? text(fields, 'id');
  const workspace = team.workspaces.find((each) => each.id === id);
  if (!workspace) throw new Refusal(404, 'Workspace not found');
  const name = text(fields, 'name');
  if (team.workspaces.some((each) => each !== workspace && each.name === name))
    throw new Refusal(409, `Workspace ${name} already exists`);
  Object.assign(workspace, { name, updatedAt: iso(now()) });
  return { message: 'Workspace updated successfully', data: workspace };
};

const required = ['firstName', 'lastName', 'addressLineOne', 'city', 'country', 'postalCode'];
const optional = ['company', 'addressLineTwo', 'addressLineThree', 'state', 'phoneCc', 'phone', 'workspaceId'];

const addBilling: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  const details: Record<string, string> = {};
  for (const name of required) details[name] = text(fields, name);
  for (const name of optional) if (fields[name] !== '') details[name] = optionalText(fields, name) ?? '';
  team.billing = details;
  return { message: 'Billing details saved successfully', data: details };
};

const listSubscriptions: Operation = ({ team }) => ({
  message: 'Subscriptions retrieved successfully',
  data: team.subscriptions,
});

const cancelSubscription: Operation = ({ team, call, now }) => {
  const subscription = team.subscriptions.find(({ id }) => id === call.params.id);
  if (!subscription) throw new Refusal(404, 'Subscription not found');
  if (subscription.status === 'CANCELLED') throw new Refusal(409, 'Subscription is already cancelled');
  Object.assign(subscription, { status: 'CANCELLED', canceledAt: iso(now()) });
  const { id, status, canceledAt } = subscription;
  return { message: 'Subscription cancelled successfully', data: { id, canceledAt, status } };
};

const plans: Readonly<Record<string, { price: number; mailboxes: number }>> = {
  Basic: { price: 50, mailboxes: 15 },
  Pro: { price: 150, mailboxes: 50 },
  Scale: { price: 400, mailboxes: 150 },
};

const upgradeSubscription: Operation = ({ team, call, now }) => {
  const newPlan = text(fieldsOf(call), 'newPlan');
  const subscription = team.subscriptions.find(({ id }) => id === call.params.id);
  if (!subscription) throw new Refusal(404, 'Subscription not found');
  const plan = plans[newPlan];
  if (!plan) throw new Refusal(400, `Unknown plan: ${newPlan}`);
  const oldPlan = subscription.plan;
  if (oldPlan === newPlan) throw new Refusal(400, `Subscription is on plan ${newPlan} already`);
  Object.assign(subscription, { plan: newPlan, price: plan.price, totalMailboxQuantity: plan.mailboxes });
  return {
    message: 'Subscription upgraded successfully',
    data: { id: subscription.id, oldPlan, newPlan, upgradedAt: iso(now()) },
  };
};

export const account = {
  'Retrieve All Workspaces': route('GET /workspaces', listWorkspaces),
  'Create New Workspace': route('POST /workspaces', createWorkspace),
  'Update Workspace': route('PUT /workspaces/:id', updateWorkspace, { sibling: '/workspaces' }),
  'Add Billing Details': route('POST /billing', addBilling, { sibling: '/billings' }),
  'Get All Subscriptions': route('GET /subscriptions', listSubscriptions),
  'Cancel Subscription': route('DELETE /subscriptions/:id', cancelSubscription),
  'Upgrade Subscription': route('PUT /subscriptions/:id/upgrade', upgradeSubscription),
} satisfies Routes;
