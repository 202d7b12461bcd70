/** Every page of the readers' app: what serves them, describes them and tests them begins here. */
import type { Page } from './page.ts';
import { accessPage } from './pages/access.ts';
import { callPage } from './pages/call.ts';
import { callsPage } from './pages/calls.ts';
import { dayPage } from './pages/day.ts';
import { daysPage } from './pages/days.ts';
import { diffPage } from './pages/diff.ts';
import { makeOpenApiPage } from './pages/openapi.ts';
import { personPage } from './pages/person.ts';
import { rawPage } from './pages/raw.ts';
import { searchPage } from './pages/search.ts';
import { versionsPage } from './pages/versions.ts';

const describedPages: readonly Page[] = [
  searchPage,
  callsPage,
  callPage,
  versionsPage,
  diffPage,
  rawPage,
  personPage,
  daysPage,
  dayPage,
  accessPage,
];

export const readerPages: readonly Page[] = [...describedPages, makeOpenApiPage(describedPages)];
