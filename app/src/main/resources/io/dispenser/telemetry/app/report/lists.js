// What needs attention, deployments, hosts, tables: lists beside the timelines.

const ATTENTION = {
  'crash-loop': 'Crash loop', 'out-of-memory': 'Out of memory', unhealthy: 'Unhealthy', memory: 'Memory', 'silent-host': 'Silent host',
  'bad-deployment': 'Bad deployment', 'not-running': 'Not running', missing: 'Missing', 'future-clock': 'Clock ahead',
};
const SEVERITY = { 3: 'severe', 2: 'warning', 1: 'notice' };
const TROUBLES_AT_FIRST = 8;
const LONGEST_SENTENCE = 400;
const SIGNS = { severe: 'M7 1L13 7L7 13L1 7Z', warning: 'M7 1.5L13 12.5H1Z', notice: 'M7 3A4 4 0 1 1 6.99 3Z' };

/** A button below a list that shows more of it; none where all is shown. */
function more(place, hidden, word, show) {
  const button = hidden > 0 ? el('button', { type: 'button' }, 'Show ' + WHOLE.format(hidden) + ' more ' + word) : null;
  byId(place).replaceChildren(...(button ? [button] : []));
  button?.addEventListener('click', show);
}

/** A sentence with its times as all others are shown: they stand in it between two signs that no stranger's text has. */
function sentence(text) {
  return String(text ?? '').slice(0, LONGEST_SENTENCE).split('\u0001').map((each, i) => (i % 2 === 1 && isTime(Number(each)) ? since(Number(each)) : shown(each, LONGEST_SENTENCE))).join('');
}

function drawAttention() {
  const all = view.document.attention ?? [];
  const few = view.allAttention ? all : all.slice(0, TROUBLES_AT_FIRST);
  byId('attention').replaceChildren(...few.map(each => {
    const severity = SEVERITY[each.severity] ?? 'notice';
    const target = typeof each.series === 'number' ? '#s' + each.series : '#services';
    const link = el('a', { href: target, dir: 'auto' }, sentence(each.text));
    link.addEventListener('click', event => {
      event.preventDefault();
      if (typeof each.series === 'number') {
        reveal(each.series);
      } else {
        chooseHost(each.host);
      }
    });
    return el('li', { class: severity },
        svg('svg', { class: 'sign', width: 14, height: 14, 'aria-hidden': 'true' }, svg('path', { d: SIGNS[severity] })),
        el('span', { class: 'what' }, el('span', { class: 'unseen' }, severity + ': '), ATTENTION[each.kind] ?? shown(each.kind, 24)), link, el('time', {}, since(each.at)));
  }));
  if (all.length === 0) {
    byId('attention').append(el('li', { class: 'calm' }, view.document.series.length > 0 ? 'Nothing: all that was seen ran as it should.' : 'Nothing was seen in this time.'));
  }
  const left = view.document.omitted?.attention ?? 0;
  more('attention-more', all.length - few.length, 'of ' + WHOLE.format(all.length + left), () => { view.allAttention = true; drawAttention(); });
  if (view.allAttention && left > 0) {
    byId('attention-more').append(WHOLE.format(left) + ' more are left out of this report.');
  }
}

/** A table; on narrow screens its cells stand below each other with their headings. */
function table(caption, headings, rows) {
  return el('table', {}, el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, headings.map(heading => el('th', { scope: 'col', class: heading.class }, heading.name)))),
      el('tbody', {}, rows.map(cells => el('tr', {}, cells.map((content, i) =>
          el('td', { class: headings[i].class, 'data-name': headings[i].name }, el('div', {}, ...[content].flat())))))));
}

const OUTCOMES = { ok: 'went well', broke: 'broke it', unknown: 'not known' };

function drawDeployments() {
  const all = (view.document.deployments ?? []).filter(each => matches(deploymentText(each), each.host));
  const few = view.printing ? all.slice(0, 200) : all.slice(0, view.deploymentsShown);
  const rows = few.map(each => {
    const link = typeof each.series === 'number' ? el('a', { href: '#s' + each.series }, foreign(each.service || each.name, 80)) : foreign(each.service || each.name, 80);
    if (typeof each.series === 'number') {
      link.addEventListener('click', event => { event.preventDefault(); reveal(each.series); });
    }
    return [moment(each.at), link, foreign(hostName(each.host), 60), shown(each.action, 24).replaceAll('_', ' '), shown(each.trigger, 32).replaceAll('_', ' '),
      [foreign(each.image, 120), each.previousImage && each.previousImage !== each.image ? el('span', { class: 'quiet' }, ' after ', foreign(each.previousImage, 120)) : null],
      el('span', { class: 'outcome ' + (OUTCOMES[each.health] ? each.health : 'unknown') }, OUTCOMES[each.health] ?? OUTCOMES.unknown)];
  });
  const headings = ['When', 'Service', 'Host', 'What', 'Why', 'Image', 'Health after'].map(name => ({ name, class: { When: 'when', Service: 'named', Host: 'named', Image: 'image' }[name] }));
  byId('deployments').replaceChildren(rows.length > 0 ? table('Deployments, the newest first', headings, rows)
      : el('p', { class: 'quiet' }, (view.document.deployments ?? []).length > 0 ? 'None of what is searched for.' : 'None in this time.'));
  more('deployments-more', all.length - few.length, 'deployments', () => { view.deploymentsShown += 200; drawDeployments(); });
}

function drawHosts() {
  const all = view.document.hosts;
  const few = all.slice(0, view.hostsShown);
  const rows = few.map((host, i) => [foreign(hostName(i), 80), moment(host.first), moment(host.last), isTime(host.interval) && host.interval > 0 ? duration(host.interval) : '–',
    host.silent ? el('b', {}, 'silent') : isTime(host.last) ? 'yes' : 'no sample', WHOLE.format((host.gaps ?? []).length)]);
  const headings = [{ name: 'Host', class: 'named' }, { name: 'First sample', class: 'when' }, { name: 'Last sample', class: 'when' }, { name: 'Sampled every' }, { name: 'Reports' }, { name: 'Gaps', class: 'number' }];
  byId('hosts').replaceChildren(...(rows.length > 0 ? [table('Hosts', headings, rows)] : []));
  more('hosts-more', all.length - few.length, 'hosts', () => { view.hostsShown += 500; drawHosts(); });
}

function drawTables() {
  const rows = (view.document.tables ?? []).map(each => [foreign(each.name), [foreign(each.location, 300), each.trouble ? el('p', { class: 'trouble' }, shown(each.trouble, 400)) : null], shown(each.version ?? '–'),
    isTime(each.files) ? WHOLE.format(each.files) : '–', fileSize(each.bytes), isTime(each.rows) ? WHOLE.format(each.rows) : '–', moment(each.oldest), moment(each.newest)]);
  const headings = [{ name: 'Table', class: 'named' }, { name: 'Where', class: 'image' }, { name: 'Version', class: 'number' }, { name: 'Files', class: 'number' }, { name: 'Size', class: 'number' }, { name: 'Rows', class: 'number' }, { name: 'Oldest row', class: 'when' }, { name: 'Newest row', class: 'when' }];
  byId('tables').replaceChildren(...(rows.length > 0 ? [table('Tables', headings, rows)] : []));
  const omitted = view.document.omitted ?? {};
  const notes = [
    [omitted.series, n => count(n, 'container')], [omitted.details, n => (n === 1 ? 'the timeline of 1 container' : 'the timelines of ' + count(n, 'container'))],
    [omitted.hosts, n => count(n, 'host')], [omitted.deployments, n => count(n, 'deployment')], [view.document.totals?.futureRows, n => count(n, 'row') + ' with a time in the future'],
  ].filter(([n]) => n > 0).map(([n, words]) => words(n));
  byId('notes').textContent = [
    notes.length > 0 ? 'Not shown: ' + notes.join('; ') + '.' : null,
    isTime(view.document.heardFrom) ? 'Hosts that were silent before ' + moment(view.document.heardFrom) + ' already are not known here.' : null,
  ].filter(Boolean).join(' ');
}

/** What an agent alone knows: how its rows get into the tables. */
function drawPipelines() {
  const all = view.document.pipelines ?? [];
  byId('writing').hidden = all.length === 0;
  const headings = [{ name: 'Table' }, { name: 'Waiting', class: 'number' }, { name: 'Size', class: 'number' }, { name: 'Oldest', class: 'when' }, { name: 'Last commit', class: 'when' }, { name: 'How it goes', class: 'image' }];
  byId('pipelines').replaceChildren(table('On their way into the tables', headings, all.map(each => [foreign(each.table), count(each.waiting ?? 0, 'row'), fileSize(each.waitingBytes),
    moment(each.oldestWaiting), moment(each.lastCommit), each.trouble ? el('span', { class: 'trouble' }, shown(each.trouble, 400), isTime(each.since) ? ', since ' + since(each.since) : '') : 'well'])));
}
