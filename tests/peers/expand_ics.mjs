// Prints what two calendar programs would show of a calendar, recurrences expanded, as JSON: ical.js and node-ical.
//
// Usage: TEST_TOOLS=folder-with-node_modules node expand_ics.mjs FILE FROM TO, dates as 2025-01-01. Its sister expand_ics.py
// prints the same shape.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = process.env.TEST_TOOLS ?? resolve(import.meta.dirname ?? '.', '../../target/test-tools');
const require = createRequire(`${resolve(tools)}/`);
const load = async (name) => (await import(pathToFileURL(require.resolve(name)).href)).default;

const two = (number) => String(number).padStart(2, '0');
const instant = (date) => date.toISOString().replace('.000Z', 'Z');
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

function withIcalJs(ICAL, text, from, to) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const components = calendar.getAllSubcomponents('vevent');
  const masters = components.filter((component) => !component.hasProperty('recurrence-id'));
  const moment = (time) => (time.isDate ? time.toString() : instant(time.toJSDate()));
  const shown = (item, start, end) => ({
    uid: item.uid,
    start: moment(start),
    end: moment(end),
    summary: item.summary,
    location: item.location ?? '',
    description: item.description ?? '',
    status: item.component.getFirstPropertyValue('status') ?? '',
  });
  return masters.flatMap((component) => {
    const exceptions = components.filter((other) => other.hasProperty('recurrence-id') && other.getFirstPropertyValue('uid') === component.getFirstPropertyValue('uid'));
    const event = new ICAL.Event(component, { exceptions, strictExceptions: true });
    if (!event.isRecurring()) return [shown(event, event.startDate, event.endDate)];
    const found = [];
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      if (startDate.toJSDate() < to && endDate.toJSDate() > from) found.push(shown(item, startDate, endDate));
    }
    return found;
  });
}

function withNodeIcal(ical, text, from, to) {
  const words = (value) => (typeof value === 'object' && value !== null ? value.val : (value ?? ''));
  const events = Object.values(ical.sync.parseICS(text)).filter((part) => part.type === 'VEVENT');
  return events.flatMap((event) =>
    ical.expandRecurringEvent(event, { from, to }).map((instance) => {
      const moment = instance.isFullDay ? day : instant;
      return {
        uid: event.uid,
        start: moment(instance.start),
        end: moment(instance.end),
        summary: words(instance.event.summary),
        location: words(instance.event.location),
        description: words(instance.event.description),
        status: words(instance.event.status),
      };
    }),
  );
}

const [, , file, first, last] = process.argv;
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
const [from, to] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)];
const answer = {
  'ical.js': withIcalJs(await load('ical.js'), text, from, to),
  'node-ical': withNodeIcal(await load('node-ical'), text, from, to),
};
process.stdout.write(JSON.stringify(answer));
