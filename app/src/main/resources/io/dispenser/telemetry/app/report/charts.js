// CPU and memory: small pictures beside the timeline where there is room, and charts in a service that is opened.

/** uPlot draws as finely as the screen is; paper is finer. */
window.devicePixelRatio = Math.max(2, window.devicePixelRatio || 1);

const CHART_HEIGHT = 120;
const AXIS_WIDTH = 62;
const PAPER_WIDTH = 320; // of one of two charts side by side on A4 or Letter
const SPARK_LEAST = { cpu: 10, ram: 1024 * 1024 }; // less than this is little, however it moves

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
  const top = near ? Math.max(limit, highest(data, 0)) * 1.06 : highest(data, SPARK_LEAST[name]) * 1.25;
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

/** Whether a label has room on both sides of it. */
function isWithin(at, { min, max }, width) {
  const x = ((at - min) / (max - min)) * width;
  return x > HALF_LABEL && x < width - HALF_LABEL;
}

function chartAxes(width, words, step) {
  const common = { stroke: colour('quiet'), font: '12px ' + colour('font'), ticks: { show: false }, grid: { stroke: colour('line'), width: 1 } };
  const marks = (from, to) => ticks(from, to, Math.floor((width - AXIS_WIDTH) / 84));
  return [
    { ...common, size: 24, gap: 4, splits: (plot, axis, from, to) => marks(from, to).map(tick => tick.at),
      values: plot => marks(plot.scales.x.min, plot.scales.x.max).map(tick => (isWithin(tick.at, plot.scales.x, width - AXIS_WIDTH) ? tick.label : '')) },
    { ...common, size: AXIS_WIDTH, gap: 8, splits: (plot, axis, from, to) => Array.from({ length: Math.floor(to / step) + 1 }, (unused, i) => i * step),
      values: (plot, splits) => splits.map(words) },
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

/** A round number, of which not more than three are below `top`. */
function roundStep(top, binary) {
  let unit = 1;
  const factors = binary ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] : [1, 2, 5];
  for (;;) {
    const found = factors.find(each => each * unit * 3.5 >= top);
    if (found) {
      return found * unit;
    }
    unit *= binary ? 1024 : 10;
  }
}

/** @param lines [{label, data, stroke, fill, dash, width}] */
function chart(place, width, lines, words, binary, deployments, sync, tell) {
  const { from, to, bucket, buckets } = view.document;
  const times = Array.from({ length: buckets }, (unused, i) => from + i * bucket);
  const top = lines.reduce((most, line) => highest(line.data, most), binary ? 1024 : 1) * 1.08;
  return new uPlot({
    width, height: CHART_HEIGHT, padding: [6, 1, 0, 0], legend: { show: false },
    cursor: { sync: { key: sync }, drag: { x: true, y: false }, y: false },
    scales: { x: { time: false, range: (plot, low, high) => (low === times[0] && high === times[buckets - 1] ? [from, to] : [low, high]) }, y: { range: [0, top] } },
    axes: chartAxes(width, words, roundStep(top, binary)),
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
  const line = limit && highest(data.memory, 0) > limit * 0.2 ? [{ label: 'limit', data: data.memory.map(() => limit), stroke: colour('failed'), dash: [6, 4], width: 1 }] : [];
  return [
    chart(cpu.place, width, [
      { label: 'peak', data: data.cpuMax, stroke: colour('cpu-area'), fill: colour('cpu-area'), width: 1 },
      { label: 'mean', data: data.cpuMean, stroke: colour('cpu') },
    ], value => WHOLE.format(value) + ' %', false, deployments, sync, tellCpu),
    chart(ram.place, width, [{ label: 'memory', data: data.memory, stroke: colour('ram'), fill: colour('ram-area') }, ...line], memory, true, deployments, sync, tellRam),
  ];
}
