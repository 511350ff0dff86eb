// What comes from containers, images and hosts is text of strangers: it becomes text nodes and attributes, never markup.

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const LONGEST = 160;

/** A stranger's text as it may be shown: of bounded length, with what can't be seen or turns the line around made visible. */
function shown(value, most = LONGEST) {
  if (value === null || value === undefined) {
    return '';
  }
  let text = String(value).slice(0, most + 1);
  if (text.length > most) {
    text = text.slice(0, most).replace(/[\ud800-\udbff]$/, '') + '…';
  }
  return text.replace(HIDDEN, '\ufffd');
}

function append(parent, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== '') {
      parent.append(child);
    }
  }
  return parent;
}

function attributes(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  return element;
}

function el(name, values = {}, ...children) {
  return append(attributes(document.createElement(name), values), children);
}

function svg(name, values = {}, ...children) {
  return append(attributes(document.createElementNS('http://www.w3.org/2000/svg', name), values), children);
}

/** A stranger's text of its own direction. */
function foreign(value, most) {
  return el('bdi', {}, shown(value, most));
}

function byId(id) {
  return document.getElementById(id);
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function count(number, one, many = one + 's') {
  return WHOLE.format(number) + ' ' + (number === 1 ? one : many);
}

function percent(value) {
  return value === null || value === undefined ? '–' : (value < 9.95 ? TENTHS : WHOLE).format(value) + ' %';
}

/** Memory, in the units in which its limits are set. */
function memory(bytes) {
  return bytes === null || bytes === undefined ? '–' : scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** Files, as the program's log has them. */
function fileSize(bytes) {
  return bytes === null || bytes === undefined ? '–' : scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB']);
}

function scaled(value, step, units) {
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  return (value < 9.95 && unit > 0 ? TENTHS : WHOLE).format(value) + ' ' + units[unit];
}
