// A row a service, the worst first; what is in it is drawn when it comes into sight, and its charts when it is opened.

const AT_ONCE = 50;
const WORDY = 1000;
const BESIDE = matchMedia('(min-width: 1100px)'); // as the style has it: the timeline stands beside the name

function titleOf(series) {
  return shown(series.service || series.name, 80) || '(no name)';
}

function hostName(host) {
  return shown(view.document.hosts[host]?.name, 80) || 'unnamed host';
}

/** The same series in the next document of an agent. */
function keyOf(series) {
  return JSON.stringify([view.document.hosts[series.host]?.name, series.project, series.service, series.name]);
}

function cell(name, label, ...content) {
  return el('p', { class: 'cell ' + name }, el('span', { class: 'label' }, label), ...content);
}

function memoryCell(series, data) {
  const limit = series.memoryLimit;
  const share = limit && series.memoryNow !== null ? Math.min(1, series.memoryNow / limit) : null;
  const bar = share === null ? null : svg('svg', { class: 'share', 'aria-hidden': 'true', height: 3 },
      svg('rect', { class: 'whole', width: '100%', height: 3 }), svg('rect', { class: share >= 0.9 ? 'high' : 'part', width: percentage(share * 100), height: 3 }));
  return cell('memory number', 'Memory', data ? spark(data.memory, limit, 'ram') : null,
      el('span', { class: 'value' }, memory(series.memoryNow), limit ? el('span', { class: 'quiet' }, ' of ' + memory(limit)) : null, bar));
}

function row(number) {
  const series = view.document.series[number];
  const stretches = runs(series);
  const deployments = view.deployments.get(number) ?? [];
  const data = view.wide ? measured(series) : null;
  const now = stateNow(series);
  const at = stateSince(series, stretches);
  const host = view.document.hosts[series.host];
  const late = host?.interval > 0 && !host.silent && series.last !== null && host.last - series.last > PATIENCE * host.interval;
  const button = el('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'd' + number }, foreign(titleOf(series), 80));
  const usual = series.project + '-' + series.service + '-1'; // as Compose calls the only one
  const where = [host?.name ?? null, series.project && series.project !== series.service ? series.project : null, series.service && series.name !== series.service && series.name !== usual ? series.name : null];
  const head = el('div', { class: 'head' },
      el('div', { class: 'cell name' }, el('h3', {}, button),
          el('p', { class: 'where' }, ...where.filter(Boolean).flatMap((text, i) => [i > 0 ? ' · ' : '', foreign(text, 80)]))),
      cell('state', 'State', swatch(now.kind), el('span', {}, el('b', {}, now.word), el('span', { class: 'quiet' }, host?.silent || late ? ' last seen ' + since(series.last) : at === null ? '' : ' since ' + since(at)))),
      el('div', { class: 'cell line' }, series.bands ? timeline(series, stretches, deployments)
          : el('p', { class: 'quiet' }, 'Not drawn: there are too many services; ask for fewer with --service, --host or --since.')),
      cell('cpu number', 'CPU', data ? spark(data.cpuMax, null, 'cpu') : null, el('span', { class: 'value' }, percent(series.cpuNow))),
      memoryCell(series, data),
      cell('restarts number', 'Restarts', el('span', { class: series.restarts > 0 ? 'value some' : 'value quiet' }, WHOLE.format(series.restarts ?? 0))));
  const detail = el('div', { class: 'detail', id: 'd' + number, hidden: true });
  const node = el('li', { class: 'row k-' + now.kind, id: 's' + number, 'data-series': number }, head, detail);
  head.addEventListener('click', event => {
    if (event.target.closest('button') || !String(getSelection())) {
      toggle(node);
    }
  });
  if (view.open.has(keyOf(series))) {
    open(node);
  }
  return node;
}

function toggle(node) {
  if (node.classList.contains('open')) {
    shut(node);
  } else {
    open(node);
  }
}

function shut(node) {
  view.open.delete(keyOf(view.document.series[node.dataset.series]));
  dropCharts(node);
  node.classList.remove('open');
  node.querySelector('.detail').hidden = true;
  node.querySelector('h3 button').setAttribute('aria-expanded', 'false');
}

function dropCharts(node) {
  (view.charts.get(node) ?? []).forEach(each => each.destroy());
  view.charts.delete(node);
}

function open(node) {
  const number = Number(node.dataset.series);
  const series = view.document.series[number];
  view.open.add(keyOf(series));
  node.classList.add('open');
  const detail = node.querySelector('.detail');
  detail.hidden = false;
  node.querySelector('h3 button').setAttribute('aria-expanded', 'true');
  detail.replaceChildren(facts(series), el('div', { class: 'charts' }), history(series));
  if (node.isConnected) {
    fillCharts(node);
  }
}

/** Charts need to know how wide they are, so the row has to be in the page. */
function fillCharts(node) {
  const number = Number(node.dataset.series);
  const series = view.document.series[number];
  const place = node.querySelector('.charts');
  dropCharts(node);
  if (!measured(series)) {
    place.replaceChildren(el('p', { class: 'quiet' }, series.bands ? 'No CPU and memory were sampled.' : 'CPU and memory are not in this report for so many services.'));
    return;
  }
  // The plots stand below the timeline, so that the same time is at the same place.
  place.classList.toggle('inset', !view.printing && BESIDE.matches);
  const width = view.printing ? PAPER_WIDTH : place.clientWidth;
  view.charts.set(node, drawCharts(series, number, place, width, view.deployments.get(number) ?? []));
}

function facts(series) {
  const list = el('dl', { class: 'facts' });
  const fact = (name, ...content) => list.append(el('div', {}, el('dt', {}, name), el('dd', {}, ...content)));
  fact('Image', foreign(series.image));
  if (series.name) {
    fact('Container', foreign(series.name));
  }
  if (series.project) {
    fact('Project', foreign(series.project));
  }
  fact('Host', foreign(hostName(series.host)));
  fact('Started', moment(series.started));
  fact('Last sample', moment(series.last) + ': ' + shown(series.state, 24) + (series.health && series.health !== 'none' ? ', ' + shown(series.health, 24) : ''));
  if (series.exit !== null && series.exit !== undefined) {
    fact('Exit code', String(series.exit) + (series.oom ? ', killed: out of memory' : ''));
  }
  fact('CPU', percent(series.cpuNow) + ', at most ' + percent(series.cpuPeak) + ' of one core');
  fact('Memory', memory(series.memoryNow) + ', at most ' + memory(series.memoryPeak) + (series.memoryLimit ? ', limit ' + memory(series.memoryLimit) : ', no limit'));
  const box = el('div', { class: 'about' }, list);
  if (series.output) {
    box.append(el('p', { class: 'output' }, el('span', { class: 'quiet' }, 'Last failed health check said: '), el('code', { dir: 'auto' }, shown(series.output, WORDY))));
  }
  return box;
}

/** What the timeline shows, as text, the newest first. */
function history(series) {
  const stretches = runs(series).reverse();
  const few = stretches.slice(0, 12);
  const box = el('div', { class: 'history' }, el('h4', {}, 'What it was'));
  const list = el('ol', {}, few.map(stretch => el('li', {}, swatch(kind(stretch.band)),
      el('time', {}, moment(timeOf(stretch.from))), el('span', {}, bandWords(stretch.band)),
      el('span', { class: 'quiet' }, duration(timeOf(stretch.to) - timeOf(stretch.from))))));
  box.append(few.length > 0 ? list : el('p', { class: 'quiet' }, 'No samples.'));
  if (stretches.length > few.length) {
    box.append(el('p', { class: 'quiet' }, 'and ' + count(stretches.length - few.length, 'earlier change')));
  }
  return box;
}
