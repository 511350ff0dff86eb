// Puts the page together, filters it, prints it, and draws it anew when an agent tells of more.

const WIDE = matchMedia('(min-width: 1700px)');
const MOST_PRINTED = 300;
const OPENED_ON_PAPER = 12;

const view = {
  document: JSON.parse(byId('document').textContent), live: false, deployments: new Map(), open: new Set(), charts: new Map(), wide: WIDE.matches,
  found: [], drawn: 0, deploymentsShown: matchMedia('(max-width: 719px)').matches ? 10 : 50, hostsShown: 100, allAttention: false, printing: false, words: [], host: null, texts: [], kinds: new Set(),
};

/** Whether something is to be seen under what is searched for. */
function matches(text, host) {
  return (view.host === null || view.host === host) && view.words.every(word => text.includes(word));
}

function plain(...parts) {
  return parts.filter(Boolean).map(part => String(part).slice(0, 500)).join(' ').toLowerCase();
}

function deploymentText(each) {
  return plain(each.service, each.name, each.project, view.document.hosts[each.host]?.name, each.image, each.previousImage);
}

function use(next) {
  view.document = { series: [], hosts: [], ...next };
  view.deployments = new Map();
  for (const each of view.document.deployments ?? []) {
    if (typeof each.series === 'number') {
      view.deployments.set(each.series, [...(view.deployments.get(each.series) ?? []), each]);
    }
  }
  view.kinds = new Set(view.document.series.flatMap(each => [stateNow(each).kind, ...(each.bands ? [...new Set(bytes(each.bands))].map(kind) : [])]));
  view.texts = view.document.series.map(each => plain(each.service, each.name, each.project, view.document.hosts[each.host]?.name, each.image));
}

function drawHeader() {
  const { from, to, made, totals, tables } = view.document;
  const range = utc => fullMoment(from, utc) + ' to ' + fullMoment(to, utc);
  byId('covered').replaceChildren(el('b', {}, span(to - from, view.document.bucket)), ' ', el('span', { class: 'range' }, range(true) + ' UTC'),
      ...(OWN_ZONE === 'UTC' ? [] : [' ', el('span', { class: 'range quiet' }, range(false) + ' ' + OWN_ZONE)]));
  drawAsked();
  const newest = view.document.hosts.reduce((most, host) => Math.max(most, host.last ?? 0), 0);
  const size = (tables ?? []).reduce((sum, each) => sum + (each.bytes ?? 0), 0);
  const files = (tables ?? []).reduce((sum, each) => sum + (each.files ?? 0), 0);
  const age = made - newest;
  byId('fresh').textContent = [
    totals ? count(totals.services ?? 0, 'service') + (totals.containers > totals.services ? ' in ' + count(totals.containers, 'container') : '') + ' on ' + count(totals.hosts ?? 0, 'host') : null,
    totals ? count(totals.samples ?? 0, 'sample') + ', ' + count(totals.deployments ?? 0, 'deployment') : null,
    newest > 0 ? 'newest sample ' + (age > MINUTE ? duration(age) + ' before this was made, ' : '') + 'at ' + moment(newest) : 'no samples',
    files > 0 ? 'tables of ' + fileSize(size) + ' in ' + count(files, 'file') : null,
  ].filter(Boolean).join(' · ');
  const agent = view.document.agent;
  byId('trouble').hidden = !agent?.trouble;
  byId('trouble').textContent = agent?.trouble ? 'Nothing new is seen: ' + shown(agent.trouble, 400) : '';
  byId('footer').textContent = (agent ? 'dispenser-telemetry ' + shown(agent.version, 40) + ' on ' + shown(agent.host, 80) + ', running since ' + moment(agent.started) + '. ' : '')
      + 'Made ' + fullMoment(made, inUtc) + ' ' + zoneName() + '.';
}

/** Whoever was sent the page has to know that it is not of all. */
function drawAsked() {
  const { service, host } = view.document.asked ?? {};
  const parts = [service ? ['service ', foreign(service, 80)] : [], host ? [service ? ' on host ' : 'host ', foreign(host, 80)] : []].flat();
  byId('asked').hidden = parts.length === 0;
  byId('asked').replaceChildren(...(parts.length > 0 ? ['Only ', ...parts] : []));
  byId('paper-zone').textContent = 'Times below are of ' + zoneName() + '.';
}

function filter() {
  view.words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const host = byId('host').value;
  view.host = host === '' ? null : Number(host);
  view.found = view.document.series.flatMap((each, i) => (matches(view.texts[i], each.host) ? [i] : []));
}

function found() {
  const all = view.document.series.length;
  const few = view.found.length;
  byId('found').textContent = few === all ? count(all, 'container') : WHOLE.format(few) + ' of ' + count(all, 'container');
}

function drawRows(least = AT_ONCE) {
  view.charts.forEach((charts, node) => dropCharts(node));
  byId('rows').replaceChildren();
  view.drawn = 0;
  drawMore(least);
  found();
  byId('columns').hidden = view.found.length === 0;
  if (view.found.length === 0) {
    byId('rows').append(el('li', { class: 'quiet none' }, view.document.series.length > 0 ? 'No container has all of these words.' : 'No samples in this time.'));
  }
}

function drawMore(many = AT_ONCE) {
  const next = view.found.slice(view.drawn, view.drawn + many).map(row);
  view.drawn += next.length;
  byId('rows').append(...next);
  next.filter(node => node.classList.contains('open')).forEach(fillCharts);
  more('rows-more', view.found.length - view.drawn, 'containers', () => drawMore(4 * AT_ONCE));
}

/** Goes to a service and opens it, whatever is searched for. */
function reveal(number) {
  if (number >= view.document.series.length) {
    return;
  }
  if (!view.found.includes(number)) {
    byId('controls').reset();
    filter();
    drawRows();
    drawDeployments();
  }
  const at = view.found.indexOf(number);
  if (at >= view.drawn) {
    drawMore(at - view.drawn + AT_ONCE);
  }
  const node = byId('s' + number);
  if (!node.classList.contains('open')) {
    open(node);
  }
  node.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  node.querySelector('h3 button').focus({ preventScroll: true });
}

function chooseHost(host) {
  byId('search').value = '';
  byId('host').value = String(host ?? '');
  searched();
  byId('services').scrollIntoView();
  byId('host').focus({ preventScroll: true });
}

function searched() {
  filter();
  drawRows();
  drawDeployments();
}

/** Left alone while the hosts are the same: it may be open. */
function drawChoiceOfHosts() {
  const select = byId('host');
  const names = view.document.hosts.map((each, i) => [i, hostName(i)]).sort((one, other) => (one[1] < other[1] ? -1 : 1));
  const all = JSON.stringify(names);
  if (select.dataset.names !== all) {
    select.dataset.names = all;
    select.replaceChildren(el('option', { value: '' }, 'all ' + WHOLE.format(names.length)), ...names.map(([i, name]) => el('option', { value: i }, name)));
  }
}

function drawControls() {
  drawChoiceOfHosts();
  const choice = (value, name, utc) => {
    const input = el('input', { type: 'radio', name: 'zone', value, checked: utc === inUtc });
    input.addEventListener('change', () => { inUtc = utc; drawAll(); });
    return el('label', {}, input, name);
  };
  const legend = byId('zones').querySelector('legend');
  byId('zones').replaceChildren(legend, ...(OWN_ZONE === 'UTC' ? [el('span', { class: 'quiet' }, 'times in UTC')] : [choice('own', OWN_ZONE, false), choice('utc', 'UTC', true)]));
}

function drawAll(keep = view.drawn || AT_ONCE) {
  filter();
  drawHeader();
  drawPipelines();
  drawAttention();
  drawLegend();
  drawAxis();
  drawRows(keep);
  drawDeployments();
  drawHosts();
  drawTables();
}

/** On paper: what is found, with the charts of the worst and of those that were open, and in the colours of paper. */
function print(begins) {
  view.printing = begins;
  document.documentElement.classList.toggle('printing', begins);
  drawAxis();
  if (!begins) {
    view.opened?.forEach(node => node.isConnected && shut(node));
    view.opened = null;
    redrawCharts();
    drawDeployments();
    return;
  }
  drawMore(Math.max(0, MOST_PRINTED - view.drawn));
  const worst = new Set((view.document.attention ?? []).filter(each => each.severity > 1 && typeof each.series === 'number').map(each => each.series));
  view.opened = [...worst].slice(0, OPENED_ON_PAPER).map(number => byId('s' + number)).filter(node => node && !node.classList.contains('open'));
  view.opened.forEach(open);
  redrawCharts();
  drawDeployments();
}

function redrawCharts() {
  document.querySelectorAll('.row.open').forEach(fillCharts);
}

function later(action) {
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(action);
  };
}

function begin() {
  view.live = view.document.live === true;
  use(view.document);
  drawControls();
  drawAll();
  byId('controls').addEventListener('submit', event => event.preventDefault());
  byId('controls').addEventListener('input', event => { if (event.target.name !== 'zone') { searched(); } });
  new IntersectionObserver(seen => { if (seen.some(each => each.isIntersecting) && view.drawn < view.found.length && !view.printing) { drawMore(); } }, { rootMargin: '600px' }).observe(byId('rows-more'));
  let width = innerWidth;
  window.addEventListener('resize', later(() => {
    drawAxis();
    if (innerWidth !== width && !view.printing) {
      width = innerWidth;
      redrawCharts();
    }
  }));
  WIDE.addEventListener('change', () => { if (!view.printing) { view.wide = WIDE.matches; drawRows(view.drawn); } });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (!view.printing) { redrawCharts(); } });
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));
  followPointer();
  if (/^#s\d+$/.test(location.hash)) {
    reveal(Number(location.hash.slice(2)));
  }
  if (view.live) {
    listen();
  }
}

begin();
