import { fieldsOf, optionalText, text } from '../input.ts';
import { newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { TeamState } from '../team-state.ts';

function colorIn(fields: Record<string, unknown>, fallback: string): string {
  const color = optionalText(fields, 'color') ?? fallback;
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Refusal(400, 'color must be a hex color such as #2196F3');
  return color;
}

function refuseTwice({ tags }: TeamState, name: string, except?: string): void {
  if (tags.some((tag) => tag.id !== except && tag.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal(409, `Tag ${name} already exists`);
}

function tagById({ tags }: TeamState, id: string | undefined) {
  const tag = tags.find((each) => each.id === id);
  if (!tag) throw new Refusal(404, 'Tag not found');
  return tag;
}

const create: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  const name = text(fields, 'name');
  refuseTwice(team, name);
  const tag = { id: newId(), name, color: colorIn(fields, '#9E9E9E') };
  team.tags.push(tag);
  return { status: 201, message: 'Tag created successfully', data: tag };
};

const update: Operation = ({ team, call }) => {
  const fields = fieldsOf(call);
  const tag = tagById(team, call.params.id);
  const name = optionalText(fields, 'name') ?? tag.name;
  refuseTwice(team, name, tag.id);
  Object.assign(tag, { name, color: colorIn(fields, tag.color) });
  return { message: 'Tag updated successfully', data: tag };
};

const remove: Operation = ({ team, call }) => {
  const { id } = tagById(team, call.params.id);
  team.tags = team.tags.filter((each) => each.id !== id);
  for (const domain of team.domains) domain.tags = domain.tags.filter((each) => each !== id);
  return { message: 'Tag deleted successfully' };
};

export const tags = {
  'List Tags': route('GET /tags', ({ team }) => ({ message: 'Tags retrieved successfully', data: team.tags }), {
    onlyInV3: true,
  }),
  'Create Tag': route('POST /tags', create, { onlyInV3: true }),
  'Update Tag': route('PUT /tags/:id', update, { onlyInV3: true }),
  'Delete Tag': route('DELETE /tags/:id', remove, { onlyInV3: true }),
} satisfies Routes;
