// Reads a calendar with a foreign parser, ical.js, and prints what it understood as JSON.
//
// Usage: TEST_TOOLS=folder-with-node_modules node read_ics.mjs FILE. Exit 1, with the reason on standard error, at the
// first error or warning. Its sister read_ics.py prints the same shape for icalendar and vobject.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = process.env.TEST_TOOLS ?? resolve(import.meta.dirname ?? '.', '../../target/test-tools');
const require = createRequire(`${resolve(tools)}/`);

process.on('warning', (warning) => fail(warning));
console.warn = (...words) => fail(new Error(words.join(' ')));

function fail(fault) {
  process.stderr.write(`${fault.name}: ${fault.message}\n`);
  process.exit(1);
}

const two = (number) => String(number).padStart(2, '0');

/** A time with its offset, or a bare date; a time without a zone is an error, for our feeds always name one. */
function moment(time) {
  if (!time) return null;
  const day = `${String(time.year).padStart(4, '0')}-${two(time.month)}-${two(time.day)}`;
  if (time.isDate) return day;
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`time without a zone: ${time}`);
  const offset = time.utcOffset();
  const minutes = Math.abs(offset) / 60;
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${day}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}${zone}`;
}

/** A recurrence rule with its parts sorted, since each parser has an order of its own. */
const rule = (value) => (value ? value.toString().split(';').sort().join(';') : null);

function event(component) {
  const value = (name) => component.getFirstPropertyValue(name) ?? null;
  const organizer = component.getFirstProperty('organizer');
  const exdates = component.getAllProperties('exdate').flatMap((property) => property.getValues());
  return {
    uid: value('uid'),
    summary: value('summary'),
    description: value('description'),
    location: value('location'),
    url: value('url'),
    status: value('status'),
    transp: value('transp'),
    sequence: value('sequence') ?? 0,
    start: moment(value('dtstart')),
    end: moment(value('dtend')),
    recurrence_id: moment(value('recurrence-id')),
    rrule: rule(value('rrule')),
    exdates: exdates.map(moment).sort(),
    categories: component.getAllProperties('categories').flatMap((property) => property.getValues()),
    organizer: organizer ? (organizer.getParameter('cn') ?? '') : null,
    last_modified: moment(value('last-modified')),
    alarms: component.getAllSubcomponents('valarm').map((alarm) => alarm.getFirstPropertyValue('trigger').toString()),
  };
}

let ICAL;
try {
  if (process.argv.length !== 3) throw new Error('usage: read_ics.mjs FILE');
  ({ default: ICAL } = await import(pathToFileURL(require.resolve('ical.js')).href));
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(process.argv[2]));
  const calendar = new ICAL.Component(ICAL.parse(text));
  if (calendar.name !== 'vcalendar') throw new Error(`not one calendar: ${calendar.name}`);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map(event);
  process.stdout.write(JSON.stringify({ 'ical.js': { name: calendar.getFirstPropertyValue('name'), events } }));
} catch (fault) {
  fail(fault);
}
