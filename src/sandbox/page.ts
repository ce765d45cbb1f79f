/** A plain page to look at channels and type commands; everything it does goes through /sandbox/control. */
export const firstPage = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>LiteMail sandbox</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem }
  article { border-top: 1px solid #ccc; padding: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
  article.only { background: #fff8e1 } button { margin: .25rem .25rem 0 0 } label { margin-right: 1rem }
  #modal { border: 1px solid #888; padding: 1rem; margin: 1rem 0 } #modal label { display: block; margin: .5rem 0 }
  #modal input, #modal textarea { display: block; width: 100% } .error { color: #b00020 } #text { width: 100% }
</style>
<h1>LiteMail sandbox</h1>
<form id="command">
  <label>As <select id="user"></select></label>
  <label>in <select id="channel"></select></label>
  <button type="button" id="home">App Home</button>
  <p><label for="text">Command</label><input id="text" value="/litemail help" autocomplete="off"></p>
</form>
<p id="said" role="status" class="error"></p>
<div id="modal" hidden></div>
<main id="messages" aria-live="polite"></main>
<script type="module">
const $ = (id) => document.getElementById(id);
const read = async (query) => (await fetch('/sandbox/control?' + new URLSearchParams(query))).json();
const act = async (command) => {
  const answer = await (await fetch('/sandbox/control', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) })).json();
  $('said').textContent = answer.shown ?? answer.error ?? '';
  return answer;
};
const add = (parent, name, text, more = {}) =>
  parent.appendChild(Object.assign(document.createElement(name), { textContent: text ?? '' }, more));
const texts = (node) => {
  if (Array.isArray(node)) return node.map(texts).filter(Boolean).join('\\n');
  if (!node || typeof node !== 'object') return '';
  if (typeof node.text === 'string') return node.text;
  if (node.type === 'rich_text_section' || node.type === 'rich_text_preformatted' || node.type === 'rich_text_quote')
    return (node.elements ?? []).map((it) => it.text ?? it.user_id ?? it.channel_id ?? it.url ?? '').join('');
  return [texts(node.title), texts(node.text), texts(node.label), texts(node.fields), node.type === 'actions' ? '' : texts(node.elements), texts(node.rows)].filter(Boolean).join('\\n');
};
const buttons = (parent, blocks, where) => {
  for (const block of blocks ?? []) {
    for (const it of [...(block.type === 'actions' ? block.elements : []), block.accessory].filter(Boolean)) {
      if (it.type === 'button') add(parent, 'button', it.text.text, { onclick: () => {
        if (!it.confirm || confirm(it.confirm.text.text)) act({ do: 'press', user: $('user').value, ...where, action_id: it.action_id, block_id: block.block_id });
      } });
      for (const option of it.options ?? []) add(parent, 'button', option.text.text, { onclick: () =>
        act({ do: 'press', user: $('user').value, ...where, action_id: it.action_id, block_id: block.block_id, selected: option.value }) });
    }
  }
};
const fieldFor = (parent, block, errors) => {
  const label = add(parent, 'label', block.label.text);
  const kind = block.element.multiline ? 'textarea' : block.element.options ? 'select' : 'input';
  const field = add(label, kind, '', { name: block.block_id });
  for (const option of block.element.options ?? []) add(field, 'option', option.text.text, { value: option.value });
  if (block.element.initial_value) field.value = block.element.initial_value;
  if (block.hint) add(label, 'small', block.hint.text);
  if (errors[block.block_id]) add(label, 'span', errors[block.block_id], { className: 'error' });
};
const showModal = (view) => {
  const modal = $('modal');
  modal.hidden = !view;
  modal.replaceChildren();
  if (!view) return;
  add(modal, 'h2', view.title.text);
  const form = add(modal, 'form');
  for (const block of view.blocks) {
    if (block.type === 'input') fieldFor(form, block, view.errors);
    else { add(form, 'p', texts(block)); buttons(form, [block], { view: view.id }); }
  }
  if (view.submit) add(form, 'button', view.submit.text);
  add(form, 'button', 'Close', { type: 'button', onclick: () => act({ do: 'close', user: $('user').value, view: view.id }) });
  form.onsubmit = (event) => {
    event.preventDefault();
    act({ do: 'submit', user: $('user').value, view: view.id, values: Object.fromEntries(new FormData(form)) });
  };
};
const refresh = async () => {
  const user = $('user').value;
  const [{ messages = [] }, { views = [], home }] = await Promise.all([
    read({ read: 'messages', channel: $('channel').value, user }), read({ read: 'views', user })]);
  showModal(views.at(-1));
  $('messages').replaceChildren();
  if ($('channel').value === user && home) {
    const article = add($('messages'), 'article', 'App Home\\n' + texts(home.blocks));
    buttons(article, home.blocks, { view: 'home' });
  }
  for (const message of messages.toReversed()) {
    const body = message.blocks?.length ? texts(message.blocks) : message.text;
    const article = add($('messages'), 'article', (message.ephemeral ? 'Only visible to you\\n' : '') + body);
    if (message.ephemeral) article.className = 'only';
    buttons(article, message.blocks, { channel: message.channel, ts: message.ts });
  }
};
const { teams } = await read({ read: 'people' });
for (const team of teams) for (const person of team.people.filter((it) => !it.isBot))
  add($('user'), 'option', person.realName + ' (' + team.name + ')', { value: person.id });
const listChannels = async () => {
  const user = $('user').value;
  const { channels } = await read({ read: 'channels', user });
  $('channel').replaceChildren();
  for (const channel of channels.filter((it) => !it.is_im)) add($('channel'), 'option', '#' + channel.name, { value: channel.id });
  add($('channel'), 'option', 'LiteMail (direct message)', { value: user });
  await refresh();
};
$('user').onchange = listChannels;
$('channel').onchange = refresh;
$('home').onclick = () => { $('channel').value = $('user').value; act({ do: 'home', user: $('user').value }); };
$('command').onsubmit = (event) => {
  event.preventDefault();
  act({ do: 'command', user: $('user').value, channel: $('channel').value, text: $('text').value });
};
await listChannels();
let soon;
new EventSource('/sandbox/live').onmessage = ({ data }) => {
  if (JSON.parse(data).kind === 'wire') return;
  clearTimeout(soon);
  soon = setTimeout(refresh, 50);
};
</script>
</html>
`;
