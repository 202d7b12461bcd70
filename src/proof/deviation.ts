/**
 * What a check can find: how much it weighs, what it means, and what to do. `integrity`: altered, removed, added, or the
 * chain is broken; `permission`: it could not be read; `gap`: intact, but something is missing or not sealed; `told`: it
 * is said and counts for nothing.
 */

export type Weight = 'integrity' | 'permission' | 'gap' | 'told';

export const stepNames = ['seals', 'manifests', 'files', 'unsealed', 'graph'] as const;
export type StepName = (typeof stepNames)[number];

interface KindOfDeviation {
  step: StepName;
  weight: Weight;
  meaning: string;
  advice: string;
}

const keepCopies =
  'Keep this archive and every other copy of it as they are, and compare them; the storage account’s logs say who wrote there.';
const recover =
  'Look for it in another copy: a backup, a download, soft-deleted blobs. The storage account’s logs say who removed it.';
const seeRights =
  'Whoever checks needs the role Storage Blob Data Reader on the account, or the right to read the folder. Check again with it.';

const integrity = (step: StepName, meaning: string, advice = keepCopies): KindOfDeviation => ({
  step,
  weight: 'integrity',
  meaning,
  advice,
});

export const deviationKinds = {
  'seal-missing': integrity('seals', 'A seal was removed from the chain.', recover),
  'seal-altered': integrity('seals', 'This is not a seal that the archive wrote.'),
  'seal-unknown': integrity(
    'seals',
    'The seal says that it has a later form, which this version cannot check.',
    'Update call-archive and check again. If the archive’s app is no newer than this, somebody else wrote it.',
  ),
  'chain-broken': integrity(
    'seals',
    'The seal was not made on the seal before it that is here: one of the two was altered or replaced.',
  ),
  'seal-time': integrity('seals', 'The seal is not younger than the one before it.'),
  'seal-foreign': integrity('seals', 'The seal is of another tenant.'),
  'claim-narrowed': integrity('seals', 'The seal claims fewer days than the seals before it.'),
  'anchor-missing': integrity(
    'seals',
    'A seal that is known from elsewhere is not there: the newest seals were cut off.',
    recover,
  ),
  'anchor-differs': integrity(
    'seals',
    'The seal is not the one that is known from elsewhere: the chain was written anew.',
  ),
  'stamp-missing': integrity('seals', 'The seal expects a time stamp, and there is none.', recover),
  'stamp-wrong': integrity('seals', 'The time stamp is not one of this seal.'),
  'stamp-untrusted': integrity(
    'seals',
    'The time stamp was not signed by the given authority.',
    'Is --ca the certificate of the authority that the app asked then? If the authority was changed, give the certificates ' +
      'of both in one file. Otherwise the stamp was put there by somebody else.',
  ),
  'stamp-late': integrity(
    'seals',
    'The time stamp is more than 48 hours younger than the seal: the seal may have been written anew.',
    'If the authority could not be reached then, confirm the chain with --expect and the hash of this seal or a later one from telemetry.',
  ),
  'stamp-late-anchored': {
    step: 'seals',
    weight: 'told',
    meaning: 'The time stamp is more than 48 hours younger than the seal; an anchor confirms the seal.',
    advice: 'Nothing to do.',
  },
  'stamp-without-seal': integrity('seals', 'There is a time stamp whose seal was removed.', recover),
  'proof-foreign': {
    step: 'seals',
    weight: 'told',
    meaning: 'Something else lies among the seals; it is not part of the proof.',
    advice: 'Find out who put it there.',
  },
  'no-seals': {
    step: 'seals',
    weight: 'gap',
    meaning: 'There is no seal: nothing can be proven.',
    advice:
      'Offline, call-proof must lie beside call-records (export --with-proof). Online, POST /api/seal or call-archive seal makes the first one.',
  },
  'proof-missing': integrity('manifests', 'A file that a seal names was removed.', recover),
  'proof-altered': integrity('manifests', 'A file that a seal names is not what the seal says.'),
  'seal-inconsistent': integrity('manifests', 'What the seal says of a day cannot be.'),
  'change-unexplained': integrity(
    'manifests',
    'The file was altered, removed or added between two seals of its day, and nobody said why.',
    'If it was an erasure that nobody announced, note it; else look for the file in another copy, and in the storage account’s logs.',
  ),
  'change-unrecorded': integrity(
    'manifests',
    'The file changed between two seals of its day, and the seal does not say so.',
  ),
  'change-untrue': integrity('manifests', 'The seal tells of a change that the manifests do not show.'),
  'files-unchecked': {
    step: 'files',
    weight: 'told',
    meaning: 'The files of the day could not be checked: its newest manifest is damaged.',
    advice: 'The manifest is told above; with another copy of it, check again.',
  },
  removed: integrity('files', 'A sealed file is not there.', recover),
  altered: integrity('files', 'A sealed file is not what was sealed.'),
  recompressed: integrity(
    'files',
    'It is another file than was sealed, with the same document in it.',
    'Nothing of the record is lost. Find out who wrote it anew.',
  ),
  'metadata-altered': integrity('files', 'What is kept beside the file was altered.'),
  unreadable: {
    step: 'files',
    weight: 'permission',
    meaning: 'It could not be read, so it was not checked.',
    advice: seeRights,
  },
  added: integrity(
    'unsealed',
    'The file was not there when its day was sealed, and nothing credible says that it came later.',
    'Find out who put it there; Graph’s list and other copies say whether the call existed. A folder that was downloaded without ' +
      'export --with-proof does not know when a record was fetched, only when Graph changed it.',
  ),
  foreign: integrity(
    'unsealed',
    'Something that the archive does not write lies among the files of a sealed day.',
    'Find out who put it there, and remove it.',
  ),
  litter: {
    step: 'unsealed',
    weight: 'told',
    meaning:
      'The operating system or azcopy left this file in the downloaded folder, and perhaps others like it.',
    advice: 'Nothing to do.',
  },
  'not-sealed-yet': {
    step: 'unsealed',
    weight: 'told',
    meaning: 'The file came after the last seal of its day; the next one covers it.',
    advice: 'Nothing to do.',
  },
  'not-sealed': {
    step: 'unsealed',
    weight: 'gap',
    meaning: 'The file came after the last seal of its day, and the next one is overdue.',
    advice: 'Is the app running? POST /api/seal or call-archive seal seals the day now.',
  },
  'comparison-differs': integrity(
    'graph',
    'What the seal says is missing, or archived under another day, is not what list and manifests show.',
  ),
  'call-missing': {
    step: 'graph',
    weight: 'gap',
    meaning: 'Graph listed the call, and the archive has not got it.',
    advice: 'While Graph still has it (30 days), backfill asks for it. Then --known keeps it from counting.',
  },
  'call-erased': {
    step: 'graph',
    weight: 'told',
    meaning: 'Graph listed the call, and it was erased, as a seal says.',
    advice: 'Nothing to do.',
  },
  'call-expired': {
    step: 'graph',
    weight: 'told',
    meaning: 'Graph listed the call, and it was deleted at the end of retention, as a seal says.',
    advice: 'Nothing to do.',
  },
  'list-unreadable': {
    step: 'graph',
    weight: 'gap',
    meaning: 'Graph listed calls of this day that could not be read.',
    advice: 'Reconcile asks again while Graph still lists them (30 days).',
  },
  'day-not-compared': {
    step: 'graph',
    weight: 'gap',
    meaning: 'No seal compares the day with what Graph listed.',
    advice: 'A full reconcile compares it while Graph still lists it (30 days); the next seal notes it.',
  },
  'not-compared-yet': {
    step: 'graph',
    weight: 'told',
    meaning: 'The day was sealed before it was compared with what Graph listed; its next seal notes that.',
    advice: 'Nothing to do.',
  },
  'day-not-sealed': {
    step: 'graph',
    weight: 'gap',
    meaning: 'The day should be sealed, and is not.',
    advice: 'POST /api/seal or call-archive seal seals it now.',
  },
  'gap-known': {
    step: 'graph',
    weight: 'told',
    meaning: 'A gap that the seal given with --known names already.',
    advice: 'Nothing to do.',
  },
  'before-first-comparison': {
    step: 'graph',
    weight: 'told',
    meaning: 'The day lies before the first that was compared with Graph.',
    advice: 'Nothing to do.',
  },
} as const satisfies Record<string, KindOfDeviation>;

export type DeviationKind = keyof typeof deviationKinds;

export interface Deviation extends KindOfDeviation {
  kind: DeviationKind;
  /** Container and name of the file, a day, or a call id. */
  path: string;
  /** What exactly was found. */
  detail: string | undefined;
}
