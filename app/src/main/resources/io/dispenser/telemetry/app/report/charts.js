// CPU and memory: small pictures beside the timeline where there is room, and charts in a service that is opened.

/** uPlot draws as finely as the screen is; paper is finer. */
window.devicePixelRatio = Math.max(2, window.devicePixelRatio || 1);

const CHART_HEIGHT = 120;
const AXIS_WIDTH = 62;
const PAPER_WIDTH = 660;

/** Values that stand alone would not be seen in a line. */
function alone(data) {
  return data.flatMap((value, i) => (typeof value === 'number' && typeof data[i - 1] !== 'number' && typeof data[i + 1] !== 'number' ? [i] : []));
}

/** Where a short while without a sample is none: undefined is drawn through, null is a gap. */
function joined(data, patience) {
  const all = data.slice();
  let last = -1;
  for (let i = 0; i < all.length; i++) {
    if (all[i] !== null) {
      if (last >= 0 && i - last > 1 && i - last - 1 <= patience) {
        all.fill(undefined, last + 1, i);
      }
      last = i;
    }
  }
  return all;
}

function measured(series) {
  if (!series.cpuMax || !series.memoryMax) {
    return null;
  }
  const patience = bridged(series);
  return {
    cpuMean: joined(series.cpuMean ? values(series.cpuMean, series.cpuScale) : values(series.cpuMax, series.cpuScale), patience),
    cpuMax: joined(values(series.cpuMax, series.cpuScale), patience),
    memory: joined(values(series.memoryMax, series.memoryScale), patience),
  };
}

function highest(data, least) {
  return data.reduce((most, value) => (value > most ? value : most), least);
}

/** A line without axes; `limit` is drawn where the values come near it. */
function spark(data, limit, name) {
  const near = limit && highest(data, 0) > limit * 0.4;
  const top = near ? Math.max(limit, highest(data, 0)) * 1.06 : highest(data, 1e-9) * 1.06;
  let path = '';
  let drawing = false;
  data.forEach((value, i) => {
    if (value === null) {
      drawing = false;
    } else if (value !== undefined) {
      path += (drawing ? 'L' : 'M') + (i + 0.5) + ' ' + Math.round(1000 - (value / top) * 1000) / 10;
      drawing = true;
    }
  });
  return svg('svg', { class: 'spark ' + name, viewBox: '0 0 ' + data.length + ' 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      near ? svg('line', { class: 'limit', x1: 0, x2: data.length, y1: 100 - (limit / top) * 100, y2: 100 - (limit / top) * 100 }) : null,
      svg('path', { d: path || 'M0 0' }));
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

function chartAxes(words) {
  const common = { stroke: colour('quiet'), font: '12px ' + colour('font'), ticks: { show: false } };
  const grid = { stroke: colour('line'), width: 1 };
  return [
    { ...common, grid, size: 24, gap: 4, splits: (plot, axis, from, to) => ticks(from, to, Math.floor(plot.bbox.width / devicePixelRatio / 84)).map(tick => tick.at),
      values: (plot, splits) => { const { min, max } = plot.scales.x; const all = ticks(min, max, Math.floor(plot.bbox.width / devicePixelRatio / 84)); return splits.map(at => all.find(tick => tick.at === at)?.label ?? ''); } },
    { ...common, grid, size: AXIS_WIDTH, gap: 8, space: 34, values: (plot, splits) => splits.map(words) },
  ];
}

/** Deployments go through the charts as they stand in the timeline. */
function drawDeployments(plot, deployments) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const each of deployments) {
    const x = Math.round(plot.valToPos(each.at, 'x', true));
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.strokeStyle = colour(each.health === 'broke' ? 'failed' : 'ink');
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}

function niceTop(most, step) {
  let unit = 1;
  while (unit * step <= most) {
    unit *= step;
  }
  return [1, 2, 4, 5, 8, 10, step === 1024 ? 16 : 10, 32, 64, 100, 128, 200, 256, 400, 512, 800, 1024].map(each => each * unit).find(top => top >= most) ?? most;
}

/** @param lines [{label, data, stroke, fill, dash, width}] */
function chart(place, width, lines, words, step, deployments, sync, tell) {
  const { from, to, bucket, buckets } = view.document;
  const times = Array.from({ length: buckets }, (unused, i) => from + i * bucket);
  const most = lines.reduce((top, line) => highest(line.data, top), 1e-6);
  return new uPlot({
    width, height: CHART_HEIGHT, padding: [6, 1, 0, 0], legend: { show: false },
    cursor: { sync: { key: sync }, drag: { x: true, y: false }, y: false },
    scales: { x: { time: false, range: (plot, low, high) => (low === times[0] && high === times[buckets - 1] ? [from, to] : [low, high]) }, y: { range: [0, niceTop(most * 1.02, step)] } },
    axes: chartAxes(words),
    series: [{}, ...lines.map(line => ({ label: line.label, stroke: line.stroke, fill: line.fill, dash: line.dash, width: line.width ?? 1.5,
      points: { show: line.data.length < 3 || alone(line.data).length > 0, size: 4, filter: () => alone(line.data) } }))],
    hooks: { draw: [plot => drawDeployments(plot, deployments)], setCursor: [plot => tell(plot.cursor.idx)] },
  }, [times, ...lines.map(line => line.data)], place);
}

function figure(title, words) {
  const told = el('span', { class: 'told' });
  const place = el('div', { class: 'plot', role: 'img', 'aria-label': words });
  return { place, told, node: el('figure', {}, el('figcaption', {}, el('b', {}, title), told), place) };
}

/** Both charts of a service; `charts` in the answer are to be destroyed. */
function drawCharts(series, number, place, width, deployments) {
  const data = measured(series);
  const limit = series.memoryLimit || null;
  const name = titleOf(series);
  const sync = 'series-' + number;
  const cpu = figure('CPU', 'CPU of ' + name + ': now ' + percent(series.cpuNow) + ' of one core, at most ' + percent(series.cpuPeak));
  const ram = figure('Memory', 'Memory of ' + name + ': now ' + memory(series.memoryNow) + ', at most ' + memory(series.memoryPeak) + (limit ? ', limit ' + memory(limit) : ''));
  place.replaceChildren(cpu.node, ram.node);
  const at = i => moment(timeOf(i));
  const none = { cpu: 'percent of one core: line mean, area peak', ram: limit ? 'most of each stretch; dashed: limit ' + memory(limit) : 'most of each stretch; no limit' };
  const tellCpu = i => { cpu.told.textContent = i === null || i === undefined ? none.cpu : at(i) + ': mean ' + percent(data.cpuMean[i]) + ', peak ' + percent(data.cpuMax[i]); };
  const tellRam = i => { ram.told.textContent = i === null || i === undefined ? none.ram : at(i) + ': ' + memory(data.memory[i]) + (limit && data.memory[i] ? ', ' + percent((data.memory[i] / limit) * 100) + ' of the limit' : ''); };
  tellCpu(null);
  tellRam(null);
  const top = limit && highest(data.memory, 0) > limit * 0.2 ? [{ label: 'limit', data: data.memory.map(() => limit), stroke: colour('failed'), dash: [6, 4], width: 1 }] : [];
  return [
    chart(cpu.place, width, [
      { label: 'peak', data: data.cpuMax, stroke: colour('cpu-area'), fill: colour('cpu-area'), width: 1 },
      { label: 'mean', data: data.cpuMean, stroke: colour('cpu') },
    ], value => WHOLE.format(value) + ' %', 10, deployments, sync, tellCpu),
    chart(ram.place, width, [{ label: 'memory', data: data.memory, stroke: colour('ram'), fill: colour('ram-area') }, ...top], memory, 1024, deployments, sync, tellRam),
  ];
}
