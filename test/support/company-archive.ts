/** Working days of the simulated company as archived records, to be read from memory. */
import { companyRecord } from '../../local/graph-simulator/company/company-record.ts';
import { makeCompany } from '../../local/graph-simulator/company/people.ts';
import { makeWorkingDay } from '../../local/graph-simulator/company/working-day.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import { type ArchivedRecord, archiveDocument } from './archived-records.ts';
import { entryTenant } from './index-entry.ts';

/** The same days give the same records. */
export function archiveCompanyDays(days: readonly string[]): ArchivedRecord[] {
  const company = makeCompany(entryTenant);
  return days.flatMap((day) =>
    makeWorkingDay(company, 'company archive', day, { allHands: false, congested: true }).map((call) =>
      archiveDocument(expectedDocument(companyRecord(call))),
    ),
  );
}
