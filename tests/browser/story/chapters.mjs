// The chapters in the order of the year.

import { setUp } from './ch1_set_up.mjs';
import { plan } from './ch2_plan.mjs';
import { spring } from './ch3_spring.mjs';
import { call } from './ch4_call.mjs';
import { triage } from './ch5_triage.mjs';
import { agenda } from './ch6_agenda.mjs';
import { hall } from './ch7_hall.mjs';
import { conclusion } from './ch8_conclusion.mjs';
import { calendar } from './ch9_calendar.mjs';
import { followUp } from './ch10_followup.mjs';
import { report } from './ch11_report.mjs';

export const chapters = [
  ['1 · set-up', setUp],
  ['2 · the plan', plan],
  ['3 · a session in spring', spring],
  ['4 · the call', call],
  ['5 · sorting and answering', triage],
  ['6 · the agenda', agenda],
  ['7 · the day in the hall', hall],
  ['8 · the conclusion', conclusion],
  ['9 · calendars', calendar],
  ['10 · following up', followUp],
  ['11 · the report', report],
];
