/** What a check found, in words that can be read aloud: the claim, what vouches for it, and a line a step. */
import { claim, notClaimed } from '../../proof/claim.ts';
import type { StepName } from '../../proof/deviation.ts';
import { proofContainer, sealPath } from '../../proof/proof-paths.ts';
import type { VerifyOptions, VerifyReport } from '../../proof/verify-archive.ts';
import { countOf } from '../../reading/count-of.ts';

export interface VerifyWords {
  /** One line of each step: what was checked, and how many deviations it has. */
  steps: { step: StepName; text: string }[];
  verdict: string;
  /** The claim, how far it reaches, and what is not claimed. */
  claim: string[];
  /** What limits this check. */
  limits: string[];
}

const verdicts = {
  told: 'INTACT. Nothing that was checked was altered, removed or added.',
  gap: 'INTACT, BUT NOT COMPLETE. Nothing was altered, removed or added; calls are missing, or days or files are not sealed.',
  permission: 'NOT ALL OF IT WAS READ. Nothing that was read was altered, removed or added.',
  integrity: 'NOT INTACT. Something was altered, removed or added, or the chain of seals is broken.',
} as const;

const nothingProven =
  'NOTHING IS PROVEN. There is no seal that says what the archive held: nobody can tell whether anything was altered, removed or added.';
const nothingChecked = 'NOTHING WAS CHECKED. The seals could not be read.';

const interrupted = {
  told: 'INTERRUPTED, NOT COMPLETE. Nothing that was checked until then was altered, removed or added.',
  gap: 'INTERRUPTED, NOT COMPLETE. Of what was checked until then nothing was altered, removed or added; calls are missing, or days or files are not sealed.',
  permission:
    'INTERRUPTED, NOT COMPLETE. Of what was checked until then not all was read, and nothing that was read was altered, removed or added.',
  integrity: `${verdicts.integrity} THE CHECK WAS INTERRUPTED: there may be more.`,
} as const;

export function describeReport(report: VerifyReport, options: VerifyOptions): VerifyWords {
  return {
    steps: describeSteps(report, options),
    verdict: sayVerdict(report),
    claim: [describeClaim(report), describeAnchor(report), notClaimed],
    limits: describeLimits(report, options),
  };
}

function sayVerdict({ verdict, isComplete, newest }: VerifyReport): string {
  if (!newest && verdict === 'gap') return nothingProven;
  if (!newest && verdict === 'permission') return nothingChecked;
  return (isComplete ? verdicts : interrupted)[verdict];
}

function describeSteps({ counts, deviations, newest, notSealedYet }: VerifyReport, { quick }: VerifyOptions) {
  const seals = newest
    ? `, up to ${proofContainer}/${sealPath(newest.sequence)}${newest.sealedAt ? ` of ${newest.sealedAt}` : ''}`
    : '';
  const gone = `${countOf(counts.erased, 'file')} erased and ${countOf(counts.expired, 'file')} deleted at the end of retention, as the seals say`;
  const texts: Record<StepName, string> = {
    seals: `${countOf(counts.seals, 'seal')}${seals}; ${countOf(counts.stamps, 'time stamp')}`,
    manifests: `${gone}; ${countOf(counts.manifests, 'manifest')} of ${countOf(counts.days, 'day')} computed anew`,
    files: `${countOf(counts.files, 'sealed file')}, ${quick ? 'as storage lists them' : `${counts.filesRead} of them read, unpacked and hashed`}`,
    unsealed: `${countOf(counts.unsealed, 'file')} in no manifest, ${notSealedYet} of them not sealed yet`,
    graph:
      `${countOf(counts.daysCompared, 'day')} compared: Graph listed ${countOf(counts.listed, 'call')}, ${counts.missing} missing, ` +
      `${counts.listedErased} erased, ${counts.listedExpired} expired by retention, ${counts.elsewhere} archived under another day`,
  };
  return (Object.keys(texts) as StepName[]).map((step) => ({
    step,
    text: `${texts[step]}; ${deviations[step] === 0 ? 'nothing is wrong' : countOf(deviations[step], 'deviation')}`,
  }));
}

function describeClaim({ verdict, newest }: VerifyReport): string {
  if (!newest && verdict === 'permission')
    return 'Without the seals it is not known what the archive claims.';
  if (!newest) return 'There is no seal, so nothing is claimed.';
  const words = `What is claimed: “${claim}”`;
  switch (verdict) {
    case 'integrity':
      return `${words} THIS DOES NOT HOLD: see below.`;
    case 'permission':
      return `${words} For what could be read, this holds.`;
    default:
      return `${words} This holds for what was checked.`;
  }
}

function describeAnchor({ anchor, newest }: VerifyReport): string {
  if (!newest) return 'Without a seal there is nothing that an anchor could confirm.';
  if (!anchor)
    return (
      'No anchor was given or held: a writer to the account could have cut off or rewritten the newest seals unseen. An anchor is ' +
      `the SHA-256 of a seal that is known from elsewhere, such as the event sealing.sealed in telemetry (--expect), or a time stamp ` +
      'checked against its authority (--ca).'
    );
  const by =
    anchor.by === 'expect'
      ? 'its SHA-256 is known from elsewhere'
      : `${anchor.authority} stamped it at ${anchor.stampedAt}`;
  const rest =
    anchor.sequence < newest.sequence
      ? ' Later seals have no anchor: a writer to the account could have cut off or rewritten them unseen.'
      : '';
  return `The newest anchor is seal ${anchor.sequence}: ${by}.${rest}`;
}

function describeLimits(
  report: VerifyReport,
  { quick, sample, first, last, isCopy }: VerifyOptions,
): string[] {
  const limits: string[] = [];
  if (!report.isComplete)
    limits.push('The check was interrupted: it says nothing of what the numbers above do not count.');
  if (report.isComplete && report.newest && report.counts.days === 0)
    limits.push('None of these days is sealed: nothing but the chain of seals was checked.');
  if (quick)
    limits.push(
      '--quick believes what storage says of its files and reads none of them: this check is no evidence.',
    );
  else if (sample)
    limits.push(
      `Only a sample was read, ${formatPercent(sample.share)} % of the files, chosen by --seed ${sample.seed}: of the others, what storage says was believed.`,
    );
  if (first !== undefined || last !== undefined)
    limits.push(
      `Only days ${first === undefined ? '' : `from ${first} `}${last === undefined ? 'on' : `up to ${last}`} were checked; the chain of seals was checked whole.`,
    );
  if (isCopy)
    limits.push(
      'A folder has no metadata: what is kept beside the files in storage was not checked. It has the days that were downloaded: ' +
        'of a part of the archive, give these days with --from and --to, or the others count as removed. What a download left out or ' +
        'cut off counts as removed or altered, too: look there first.',
    );
  if (report.sealsFrom !== undefined) limits.push(`Claimed are the days from ${report.sealsFrom} on.`);
  return limits;
}

/** As it was given: 7 % is not 7.000000000000001 %. */
function formatPercent(share: number): string {
  return String(Number((share * 100).toPrecision(12)));
}
