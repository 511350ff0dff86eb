// What a timeline shows at the pointer.

function tipAt(picture, x) {
  const series = view.document.series[picture.closest('.row').dataset.series];
  const box = picture.getBoundingClientRect();
  const { buckets } = view.document;
  const share = Math.min(0.999999, Math.max(0, (x - box.left) / box.width));
  const at = Math.floor(share * buckets);
  const stretch = runs(series).find(each => each.from <= at && at < each.to);
  const near = (view.deployments.get(Number(picture.closest('.row').dataset.series)) ?? []).filter(each => Math.abs((part(each.at) / 100) * box.width - share * box.width) < 6);
  const restarts = (series.ticks ?? []).filter(([bucket]) => Math.abs(bucket - at) * (box.width / buckets) < 4).reduce((sum, [, many]) => sum + many, 0);
  const cpu = series.cpuMax ? values(series.cpuMax, series.cpuScale)[at] : null;
  const used = series.memoryMax ? values(series.memoryMax, series.memoryScale)[at] : null;
  return [
    el('b', {}, moment(timeOf(at))), stretch ? bandWords(stretch.band) : 'no sample',
    cpu === null && used === null ? null : 'CPU ' + percent(cpu) + ', memory ' + memory(used),
    restarts > 0 ? count(restarts, 'restart') : null,
    ...near.map(each => moment(each.at) + ': ' + shown(each.action, 24).replaceAll('_', ' ') + ' (' + shown(each.trigger, 32).replaceAll('_', ' ') + ') ' + shown(each.image, 80)),
  ].filter(Boolean).map(line => el('div', {}, line));
}

function followPointer() {
  const tip = byId('tip');
  const hide = () => { tip.hidden = true; };
  byId('rows').addEventListener('pointermove', event => {
    const picture = event.target.closest('.timeline');
    if (!picture) {
      hide();
      return;
    }
    tip.replaceChildren(...tipAt(picture, event.clientX));
    tip.hidden = false;
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + 'px';
    tip.style.top = picture.getBoundingClientRect().bottom + 4 + 'px';
  });
  byId('rows').addEventListener('pointerleave', hide);
  window.addEventListener('scroll', hide, { passive: true });
}
