/** The rows of the PSTN and direct-routing reports that belong to the company's calls by telephone. */
import { dayMs, hourMs, secondMs } from '../durations.ts';
import { makeRandom } from '../generator/random.ts';
import type { ReportRow } from '../reports/report-store.ts';
import type { CompanyCall, TelephoneCall } from './company-call.ts';
import { graphTime } from './figures.ts';

interface CompanyRows {
  readonly 'pstn-calls': readonly ReportRow[];
  readonly 'direct-routing-calls': readonly ReportRow[];
}

/** Charge a minute, in euros, by the country of the other number. */
const charges: Readonly<Record<string, number>> = { DE: 0.01, PT: 0.03, GB: 0.02, US: 0.05 };
const countries: Readonly<Record<string, string>> = {
  DE: 'Germany',
  PT: 'Portugal',
  GB: 'United Kingdom',
  US: 'United States',
};
/** What Graph gives where there is no such time. */
const noTime = '0001-01-01T00:00:00Z';
/** Somebody answers. */
const answeredAfterMs = 4 * secondMs;

/** Graph has a row some hours after its call. */
export function companyReportRows(calls: readonly CompanyCall[], lagMs = 6 * hourMs): CompanyRows {
  const rowsOf = (telephony: string, make: (call: CompanyCall, telephone: TelephoneCall) => object) =>
    calls.flatMap((call): ReportRow[] => {
      const { telephone, startedAtMs, endedAtMs } = call;
      if (telephone?.employee.office.telephony !== telephony) return [];
      const raw = JSON.stringify(make(call, telephone));
      return [
        { atMs: startedAtMs, visibleAtMs: Math.min(endedAtMs + lagMs, startedAtMs + dayMs), raw: () => raw },
      ];
    });
  return {
    'pstn-calls': rowsOf('calling-plan', pstnRow),
    'direct-routing-calls': rowsOf('direct-routing', directRoutingRow),
  };
}

function pstnRow(call: CompanyCall, { direction, employee, other }: TelephoneCall): object {
  const random = makeRandom(call.id, 'pstn row');
  const seconds = secondsOf(call);
  const isOut = direction === 'out';
  const charge = isOut ? Math.ceil(seconds / 60) * (charges[other.country] ?? 0) : 0;
  const { country } = employee.office;
  return {
    id: random.guid(),
    callId: random.guid(),
    ...userOf(employee),
    startDateTime: graphTime(call.startedAtMs),
    endDateTime: graphTime(call.endedAtMs),
    duration: seconds,
    charge: Number(charge.toFixed(4)),
    callType: isOut ? 'user_out' : 'user_in',
    currency: 'EUR',
    ...numbersOf({ direction, employee, other }),
    usageCountryCode: country,
    tenantCountryCode: 'DE',
    connectionCharge: 0,
    destinationContext: country === other.country ? 'Domestic' : 'International',
    destinationName: countries[isOut ? other.country : country] ?? null,
    conferenceId: null,
    licenseCapability: country === other.country ? 'MCOPSTN1' : 'MCOPSTN2',
    inventoryType: 'Subscriber',
    operator: 'Microsoft',
    callDurationSource: 'microsoft',
  };
}

function directRoutingRow(call: CompanyCall, telephone: TelephoneCall): object {
  const random = makeRandom(call.id, 'direct-routing row');
  return {
    id: random.guid(),
    correlationId: random.guid(),
    ...userOf(telephone.employee),
    startDateTime: graphTime(call.startedAtMs + answeredAfterMs),
    inviteDateTime: graphTime(call.startedAtMs),
    failureDateTime: noTime,
    endDateTime: graphTime(call.endedAtMs),
    duration: secondsOf(call) - answeredAfterMs / secondMs,
    callType: telephone.direction === 'out' ? 'ByotOut' : 'ByotIn',
    successfulCall: true,
    ...numbersOf(telephone),
    mediaPathLocation: 'EUNO',
    signalingLocation: 'EUNO',
    finalSipCode: 0,
    callEndSubReason: 540_000,
    finalSipCodePhrase: 'BYE',
    trunkFullyQualifiedDomainName: 'sbc.hamburg.contoso.com',
    mediaBypassEnabled: false,
  };
}

function userOf({ id, upn, name }: TelephoneCall['employee']): object {
  return { userId: id, userPrincipalName: upn, userDisplayName: name };
}

function numbersOf({ direction, employee, other }: TelephoneCall): object {
  const [callerNumber, calleeNumber] =
    direction === 'out' ? [employee.number, other.id] : [other.id, employee.number];
  return { callerNumber, calleeNumber };
}

function secondsOf({ startedAtMs, endedAtMs }: CompanyCall): number {
  return Math.round((endedAtMs - startedAtMs) / secondMs);
}
