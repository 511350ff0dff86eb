// A service's timeline: bands that grow with the trouble, deployments above them, restarts below, hatched where nobody watched.

const HEIGHT = 40;
const BASE = 32;
const MARK = 6;
const HALF_LABEL = 22;

function part(ms) {
  const { from, to } = view.document;
  return Math.min(100, Math.max(0, ((ms - from) / Math.max(1, to - from)) * 100));
}

function percentage(value) {
  return Math.round(value * 1000) / 1000 + '%';
}

function across(from, to) {
  const start = part(from);
  return { x: percentage(start), width: percentage(part(to) - start) };
}

function swatch(name) {
  const height = KINDS[name].height * 0.7;
  return svg('svg', { class: 'swatch', width: 12, height: 14, 'aria-hidden': 'true' },
      svg('rect', { class: 'band k-' + name, x: 0.5, y: 13.5 - height, width: 11, height }));
}

/** A diamond; hollow but for one that broke something. */
function deploymentMark(at, broke) {
  return svg('svg', { class: 'deployment' + (broke ? ' broke' : ''), x: percentage(part(at)), y: MARK, overflow: 'visible', 'data-at': at },
      svg('path', { class: 'stem', d: 'M0 4V' + (BASE - MARK) }),
      svg('path', { class: 'diamond', d: 'M0 -4.5L4.5 0L0 4.5L-4.5 0Z' }));
}

/** Stretches that look alike drawn as one. */
function drawn(stretches) {
  const all = [];
  for (const stretch of stretches) {
    const last = all[all.length - 1];
    const name = kind(stretch.band);
    if (last && last.name === name && last.to === stretch.from) {
      last.to = stretch.to;
    } else {
      all.push({ from: stretch.from, to: stretch.to, name });
    }
  }
  return all;
}

function timeline(series, stretches, deployments) {
  const picture = svg('svg', { class: 'timeline', role: 'img', height: HEIGHT, 'aria-label': summary(series, stretches, deployments) });
  picture.append(svg('line', { class: 'ground', x1: 0, x2: '100%', y1: BASE - 0.5, y2: BASE - 0.5 }));
  for (const [from, to] of view.document.hosts[series.host]?.gaps ?? []) {
    picture.append(svg('rect', { class: 'gap', ...across(from, to), y: BASE - 18, height: 18, 'data-from': from, 'data-to': to }));
  }
  for (const band of drawn(stretches)) {
    const { height } = KINDS[band.name];
    const place = across(timeOf(band.from), timeOf(band.to));
    picture.append(svg('rect', { class: 'band k-' + band.name, ...place, y: BASE - height, height, 'data-from': timeOf(band.from), 'data-to': timeOf(band.to) }));
  }
  for (const [bucket] of series.ticks ?? []) {
    const x = percentage(part(timeOf(bucket + 0.5)));
    picture.append(svg('line', { class: 'restart', x1: x, x2: x, y1: BASE + 1.5, y2: BASE + 8, 'data-at': timeOf(bucket) }));
  }
  for (const each of deployments) {
    picture.append(deploymentMark(each.at, each.health === 'broke'));
  }
  return picture;
}

/** What a timeline shows, for who doesn't see it: "api on web-1: unhealthy since 12:03; 14 restarts; 2 deployments". */
function summary(series, stretches, deployments) {
  const at = stateSince(series, stretches);
  const parts = [stateNow(series).word + (at === null ? '' : ' since ' + since(at))];
  if (series.restarts > 0) {
    parts.push(count(series.restarts, 'restart'));
  }
  if (deployments.length > 0) {
    parts.push(count(deployments.length, 'deployment'));
  }
  const gaps = (view.document.hosts[series.host]?.gaps ?? []).length;
  if (gaps > 0) {
    parts.push(count(gaps, 'gap') + ' without samples of the host');
  }
  const host = view.document.hosts[series.host]?.name;
  return titleOf(series) + (host ? ' on ' + shown(host, 80) : '') + ': ' + parts.join('; ');
}

/** On paper its place is of another width, which the script does not see. */
const PAPER_AXIS = 270;

function drawAxis() {
  const axis = byId('axis');
  const grid = byId('grid');
  const list = byId('list').getBoundingClientRect();
  const place = axis.getBoundingClientRect();
  const width = view.printing ? PAPER_AXIS : place.width;
  const marks = ticks(view.document.from, view.document.to, Math.floor(width / 84));
  axis.replaceChildren();
  grid.replaceChildren();
  grid.style.left = place.left - list.left + 'px';
  grid.style.width = place.width + 'px';
  for (const mark of marks) {
    const x = (part(mark.at) / 100) * width;
    const label = el('span', { class: mark.major ? 'tick major' : 'tick', 'data-at': mark.at }, mark.label);
    const line = el('i', { class: mark.major ? 'major' : null });
    label.style.left = line.style.left = percentage(part(mark.at));
    if (x > HALF_LABEL && x < width - HALF_LABEL) {
      axis.append(label);
    }
    grid.append(line);
  }
}

function drawLegend() {
  const sample = (name, values) => svg('svg', { class: 'swatch', width: 12, height: 14, 'aria-hidden': 'true' }, svg(name, values));
  const entries = Object.entries(KINDS).filter(([name]) => view.kinds.has(name)).map(([name, { word }]) => [swatch(name), word]);
  const all = view.document.deployments ?? [];
  const add = (wanted, text, name, values) => { if (wanted) { entries.push([sample(name, values), text]); } };
  const diamond = 'M6 2.5L10.5 7L6 11.5L1.5 7Z';
  add(all.some(each => each.health !== 'broke'), 'deployment', 'path', { class: 'diamond', d: diamond });
  add(all.some(each => each.health === 'broke'), 'deployment that broke health', 'path', { class: 'diamond broke', d: diamond });
  add(view.document.series.some(each => each.restarts > 0), 'restart', 'line', { class: 'restart', x1: 6, x2: 6, y1: 3, y2: 11 });
  add(view.document.hosts.some(each => (each.gaps ?? []).length > 0), 'no samples of the host', 'rect', { class: 'gap', y: 1, width: 12, height: 13 });
  byId('legend').replaceChildren(...entries.map(([picture, text]) => el('li', {}, picture, text)));
}
