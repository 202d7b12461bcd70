/** `call-archive verify`: its options and examples. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExpectedSeal } from '../../proof/check-anchors.ts';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addDayOptions } from '../dates/parse-days.ts';
import { addExamples, type EndVerb, sourceNote } from '../verb.ts';
import type { World } from '../world.ts';
import type { VerifyVerbOptions } from './verify.ts';

export function addVerify(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('verify')
    .summary('check the archive against its seals')
    .description(
      'Checks that no sealed file was altered, removed or added, that every call that Graph listed is there or named as ' +
        'missing, and that no seal was removed or replaced. Everything is computed anew from the files; the index is not ' +
        'used. docs/proof.md says what this proves. Exit code 5: something was altered, removed or added, or the chain of ' +
        'seals is broken; 4: something could not be read; 6: intact, but calls are missing, or days or files are not ' +
        `sealed; of several the first in this order.\n\n${sourceNote} A folder has call-proof and call-reports beside call-records.`,
    );
  addDayOptions(addSourceOptions(verb))
    .addOption(
      new Option('--sample <share>', 'read only this share of the files, such as 1%')
        .argParser(parseShare)
        .conflicts('quick'),
    )
    .option('--seed <text>', 'chooses the files of a sample; the seed of a sample is printed')
    .option('--quick', 'read no files, believe what storage says of them: no evidence')
    .addOption(
      new Option(
        '--expect <sequence:sha256>',
        'a seal that is known from elsewhere; may be given several times',
      ).argParser(parseExpected),
    )
    .option('--ca <file>', 'certificate of the time-stamp authority, in PEM; of several, one after the other')
    .addOption(
      new Option('--known <sequence>', 'gaps that this seal names already do not count').argParser(
        parseSequence,
      ),
    )
    .addOption(
      new Option('--proof <file>', 'check the proof of one call instead, without any archive').conflicts([
        'path',
        'account',
        'tenant',
        'from',
        'to',
        'sample',
        'seed',
        'quick',
        'known',
      ]),
    )
    .addOption(
      new Option('-o, --output <form>', 'form of the report on stdout')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(async (options: VerifyVerbOptions) => {
      const { runVerify } = await import('./verify.ts');
      end(await runVerify(options, world));
    });
  addExamples(verb, [
    ['call-archive verify --account mycallarchive', 'everything, against the seals alone'],
    [
      'call-archive verify --path ./archive --expect 31:5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
      'a downloaded folder, against a seal that telemetry kept',
    ],
    ['call-archive verify --from 2026-03 --to 2026-03 --sample 1%', 'a month, one file in a hundred read'],
    ['call-archive verify --proof proof.json', 'what prove wrote about one call'],
  ]);
}

function parseShare(text: string): number {
  const [, digits, percent] = /^(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})(%?)$/.exec(text) ?? [];
  const share = Number(digits) / (percent ? 100 : 1);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('It must be a share such as 1% or 0.01.');
  return share;
}

function parseExpected(text: string, before: ExpectedSeal[] = []): ExpectedSeal[] {
  const [, sequence, sha256] = /^0*([1-9]\d{0,7}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (sequence === undefined || sha256 === undefined)
    throw new InvalidArgumentError('It must be the number of a seal and its SHA-256: 31:5dc9….');
  return [...before, { sequence: Number(sequence), sha256: sha256.toLowerCase() }];
}

function parseSequence(text: string): number {
  if (!/^0*[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('It must be the number of a seal.');
  return Number(text);
}
