// An agent's page: draws itself anew from each document that the agent sends, and leaves its reader where the reader was.

const PATIENCE_WITH_AGENT = 10 * SECOND;

/** Where the focus is, by what stays the same in the next document. */
function focusPlace() {
  const at = document.activeElement;
  const box = at?.closest('[id]');
  if (!box || at === document.body) {
    return () => {};
  }
  const row = at.closest('.row');
  const key = row ? keyOf(view.document.series[row.dataset.series]) : null;
  const order = [...box.querySelectorAll('a, button, input')].indexOf(at);
  return () => {
    if (document.activeElement !== document.body) {
      return;
    }
    const next = key === null ? byId(box.id) : byId('s' + view.document.series.findIndex(each => keyOf(each) === key));
    ([...(next?.querySelectorAll('a, button, input') ?? [])][Math.max(0, order)] ?? next)?.focus({ preventScroll: true });
  };
}

function renew(next) {
  const refocus = focusPlace();
  const host = view.host === null ? null : view.document.hosts[view.host]?.name;
  const { scrollX, scrollY } = window;
  use(next);
  drawChoiceOfHosts();
  const at = view.document.hosts.findIndex(each => each.name === host);
  byId('host').value = at < 0 ? '' : String(at);
  drawAll();
  window.scrollTo(scrollX, scrollY);
  refocus();
}

function listen() {
  const source = new EventSource('events');
  const tell = text => { byId('live').textContent = text; };
  byId('live').hidden = false;
  source.addEventListener('open', () => tell('Live: this page follows the agent'));
  source.addEventListener('document', event => {
    if (!view.printing) {
      renew(JSON.parse(event.data));
    }
  });
  source.addEventListener('error', () => {
    tell('The agent does not answer; what is shown is from ' + moment(view.document.made));
    if (source.readyState === EventSource.CLOSED) { // it answered otherwise, as when too many listen
      setTimeout(listen, PATIENCE_WITH_AGENT);
    }
  });
}
