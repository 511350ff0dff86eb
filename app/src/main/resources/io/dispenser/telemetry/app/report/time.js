// Times, in UTC or in the zone of whoever reads.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const MONDAY = 4 * DAY; // 1970 began with a Thursday
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, WEEK, 2 * WEEK];

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';
let inUtc = false;
const formats = new Map();

function format(options, ms, utc = inUtc) {
  const key = utc + JSON.stringify(options);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', utc ? { ...options, timeZone: 'UTC' } : options);
    formats.set(key, formatter);
  }
  return formatter.format(ms);
}

function isTime(ms) {
  return typeof ms === 'number' && Math.abs(ms) < 8.64e15;
}

/** A moment, to the minute; with its year where that is not the report's. */
function moment(ms, utc = inUtc) {
  if (!isTime(ms)) {
    return '–';
  }
  const year = new Date(ms).getUTCFullYear() === new Date(view.document.to).getUTCFullYear() ? {} : { year: 'numeric' };
  return format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year }, ms, utc).replace(',', '');
}

/** The same, shorter where it was on the last day that the report covers. */
function since(ms) {
  return isTime(ms) && view.document.to - ms < 20 * HOUR ? format({ hour: '2-digit', minute: '2-digit' }, ms) : moment(ms);
}

function fullMoment(ms, utc) {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };
  return isTime(ms) ? format(options, ms, utc).replaceAll(',', '') : '–';
}

function zoneName() {
  return inUtc ? 'UTC' : OWN_ZONE;
}

/** How long something takes, by its two largest units. */
function duration(ms) {
  const units = [[DAY, 'd'], [HOUR, 'h'], [MINUTE, 'min'], [SECOND, 's']];
  const first = units.findIndex(([length]) => ms >= length);
  if (first < 0) {
    return '0 s';
  }
  const [length, name] = units[first];
  const next = units[first + 1];
  const rest = next ? Math.floor((ms % length) / next[0]) : 0;
  return Math.floor(ms / length) + ' ' + name + (rest > 0 && ms < 10 * length ? ' ' + rest + ' ' + next[1] : '');
}

/** The time covered, as it was asked for: where it is some minutes more than whole days, it is these days. */
function span(ms, about) {
  const whole = length => Math.round(ms / length);
  const isWhole = length => Math.abs(ms - whole(length) * length) <= about;
  return ms >= 2 * DAY - about && isWhole(DAY) ? count(whole(DAY), 'day') : ms >= 2 * HOUR - about && ms < 3 * DAY && isWhole(HOUR) ? count(whole(HOUR), 'hour') : duration(ms);
}

/** What the clock on the wall is ahead of UTC. */
function ahead(ms) {
  return inUtc ? 0 : -new Date(ms).getTimezoneOffset() * MINUTE;
}

/** The moment at which the clock on the wall shows what it shows in UTC at {@code wall}. */
function atWall(wall) {
  return wall - ahead(wall - ahead(wall));
}

/** Round times between two, at most so many. */
function ticks(from, to, most) {
  const least = (to - from) / Math.max(1, most);
  const step = STEPS.find(each => each >= least);
  const found = [];
  if (step) {
    const shift = step >= WEEK ? MONDAY : 0;
    let wall = Math.ceil((from + ahead(from) - shift) / step) * step + shift;
    for (let at = atWall(wall); at < to && found.length <= most + 1; at = atWall(wall)) {
      found.push({ at, label: tickLabel(at, wall, step), major: wall % DAY === 0 });
      wall += step;
    }
    return found;
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 1200].find(each => each * MONTH >= least) || 12000;
  const first = new Date(from + ahead(from));
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth() + 1) / months) * months;
  const begin = () => atWall(Date.UTC(1970, month - 1970 * 12)); // years below 100 are taken for those of the last century
  for (let at = begin(); at < to && found.length <= most + 1; at = begin()) {
    found.push({ at, label: format(month % 12 ? { month: 'short' } : { year: 'numeric' }, at), major: month % 12 === 0 });
    month += months;
  }
  return found;
}

function tickLabel(at, wall, step) {
  if (step >= DAY) {
    return format({ day: 'numeric', month: 'short' }, at);
  }
  return wall % DAY === 0 ? format({ weekday: 'short', day: 'numeric' }, at) : format({ hour: '2-digit', minute: '2-digit' }, at);
}
