// What a container was in each stretch of time, out of the document's bytes.

const STATES = ['no sample', 'running', 'created', 'paused', 'restarting', 'being removed', 'exited (0)', 'exited with an error', 'dead', 'not found', 'unknown', 'another state'];
const HEALTHS = ['', 'healthy', 'starting', 'unhealthy', 'another health'];
const NOTHING = 65535;
const RECOVERY = 3; // buckets, at most, in which what crashes over and over may seem to run
const PATIENCE = 3; // usual intervals that may pass without a sample before it is a gap

/** How states look: the worse, the taller; each by colour, and by height or pattern as well. */
const KINDS = {
  ok: { height: 6, word: 'running' },
  starting: { height: 11, word: 'starting' },
  stopped: { height: 6, word: 'stopped' },
  paused: { height: 6, word: 'paused' },
  unknown: { height: 11, word: 'unknown' },
  missing: { height: 18, word: 'missing' },
  restarting: { height: 18, word: 'restarting' },
  unhealthy: { height: 18, word: 'unhealthy' },
  failed: { height: 18, word: 'failed' },
};

const KIND_OF_STATE = [null, 'ok', 'stopped', 'paused', 'restarting', 'stopped', 'stopped', 'failed', 'failed', 'missing', 'unknown', 'unknown'];

function bytes(base64) {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    all[i] = text.charCodeAt(i);
  }
  return all;
}

/** Values by bucket; null where there is none. */
function values(base64, scale) {
  const all = bytes(base64);
  const found = new Array(all.length >> 1);
  for (let i = 0; i < found.length; i++) {
    const value = all[2 * i] | (all[2 * i + 1] << 8);
    found[i] = value === NOTHING ? null : value * scale;
  }
  return found;
}

function kind(band) {
  const state = KIND_OF_STATE[band & 15] ?? 'unknown';
  if (state === 'ok') {
    return band >> 4 === 3 ? 'unhealthy' : band >> 4 === 2 ? 'starting' : 'ok';
  }
  return (band & 15) === 0 ? null : state;
}

function bandWords(band) {
  const health = HEALTHS[band >> 4] ?? HEALTHS[4];
  return (STATES[band & 15] ?? STATES[11]) + (health ? ', ' + health : '');
}

/** Buckets without a sample that the host's usual interval explains; what is longer is a gap. */
function bridged(series) {
  const interval = view.document.hosts[series.host]?.interval || 0;
  return Math.floor((PATIENCE * interval) / view.document.bucket);
}

/** Stretches of one and the same band: {from, to} in buckets. A short while without a sample is as the sample before. */
function runs(series) {
  if (!series.bands) {
    return [];
  }
  const all = bytes(series.bands);
  const patience = bridged(series);
  const found = [];
  let run = null;
  for (let i = 0; i < all.length; i++) {
    if (all[i] === 0) {
      continue;
    }
    if (run && i - run.to <= patience) {
      run.to = i;
    }
    if (run && run.band === all[i] && run.to === i) {
      run.to = i + 1;
    } else {
      run = { from: i, to: i + 1, band: all[i] };
      found.push(run);
    }
  }
  if (run && all.length - run.to <= patience) {
    run.to = all.length;
  }
  return found;
}

/** When a bucket begins; the last one ends when the document does. */
function timeOf(bucket) {
  const { from, to, bucket: width } = view.document;
  return Math.min(to, from + bucket * width);
}

/** What a container is now, as its last sample told. */
function stateNow(series) {
  const state = String(series.state ?? '').toLowerCase();
  const health = String(series.health ?? '').toLowerCase();
  if (state === 'running') {
    const bad = health === 'unhealthy' || health === 'starting';
    return { kind: bad ? health : 'ok', word: bad ? health : 'running' };
  }
  if (state === 'exited') {
    const exit = series.exit;
    const failed = series.oom || (exit !== 0 && exit !== null && exit !== undefined);
    return { kind: failed ? 'failed' : 'stopped', word: 'exited' + (failed && exit !== null ? ' with ' + exit : '') + (series.oom ? ', out of memory' : '') };
  }
  const kinds = { created: 'stopped', removing: 'stopped', paused: 'paused', restarting: 'restarting', dead: 'failed', not_found: 'missing' };
  return { kind: kinds[state] ?? 'unknown', word: state === 'not_found' ? 'not found' : shown(series.state, 24) || 'unknown' };
}

/** Since when it is that: null where the document does not tell. Short recoveries in between, as of a crash loop, are part of it. */
function stateSince(series, stretches) {
  const name = stateNow(series).kind;
  const near = (one, other) => one !== undefined && other.from - one.to <= bridged(series);
  let at = stretches.length - 1;
  if (at < 0 || kind(stretches[at].band) !== name) {
    return null;
  }
  let start = at;
  while (at > 0 && near(stretches[at - 1], stretches[at])) {
    at--;
    if (kind(stretches[at].band) === name) {
      start = at;
    } else if (name === 'ok' || start - at > 1 || stretches[at].to - stretches[at].from > RECOVERY) {
      break;
    }
  }
  return stretches[start].from === 0 ? null : timeOf(stretches[start].from);
}
