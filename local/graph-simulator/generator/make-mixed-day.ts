/**
 * A day of calls of every kind, as records and without a server: most are a company's working days, every tenth has the
 * hostile texts and shapes of `make-record.ts`. The same seed and count give the same bytes; nothing is held.
 */
import { companyRecord } from '../company/company-record.ts';
import { makeCompany } from '../company/people.ts';
import { makeWorkingDay } from '../company/working-day.ts';
import { minuteMs } from '../durations.ts';
import type { SimulatedRecord } from '../records/simulated-record.ts';
import { makeRecord } from './make-record.ts';
import { makeRandom } from './random.ts';

export interface MixedDayOptions {
  /** UTC date on which every call starts and ends; default 2026-11-24. */
  readonly day?: string;
  readonly tenantId?: string;
  /** One call in so many is hostile; 0: none. Default 10. */
  readonly hostileEvery?: number;
}

/** Minutes of the day on which hostile calls end. */
const [firstMinute, lastMinute] = [90, 1430];

/** `expectedDocument` gives the bytes that an archive has of each. */
export function* makeMixedDay(
  seed: string | number,
  count: number,
  { day = '2026-11-24', tenantId, hostileEvery = 10 }: MixedDayOptions = {},
): Generator<SimulatedRecord> {
  const companyCalls = makeCompanyDays(seed, day, tenantId);
  for (let call = 0; call < count; call += 1) {
    const isHostile = hostileEvery > 0 && call % hostileEvery === hostileEvery - 1;
    const record = isHostile ? makeHostile(`${seed}-${call}`, day) : companyCalls.next().value;
    if (record) yield record;
  }
}

/** As many working days on that one day as are needed. */
function* makeCompanyDays(
  seed: string | number,
  day: string,
  tenantId: string | undefined,
): Generator<SimulatedRecord, undefined> {
  const company = makeCompany(tenantId);
  for (let round = 0; ; round += 1) {
    const occasions = { allHands: round % 5 === 0, congested: round % 5 === 0 };
    for (const call of makeWorkingDay(company, `${seed}-${round}`, day, occasions)) yield companyRecord(call);
  }
}

function makeHostile(seed: string, day: string): SimulatedRecord {
  const minutes = makeRandom(seed, 'end').int(firstMinute, lastMinute);
  return makeRecord(seed, { endedAt: new Date(Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs) });
}
