/** `call-archive estimate`: its numbers, each with its default and its limits. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Usage } from '../../estimating/usage.ts';
import { addExamples, type EndVerb, outputOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { EstimateOptions } from './estimate.ts';

interface UsageOption {
  meaning: string;
  default?: number;
  min: number;
  max: number;
}

const usageOptions: Record<keyof Usage, UsageOption> = {
  callsPerDay: {
    meaning: 'calls and meetings that end in a day',
    min: 0,
    max: 1e8,
  },
  versionsPerCall: {
    meaning: 'versions of a record that Graph writes, on average',
    default: 1,
    min: 1,
    max: 100,
  },
  recordKb: {
    meaning: 'mean size of a stored record, compressed, in KB',
    default: 5,
    min: 0.1,
    max: 1e6,
  },
  peoplePerCall: {
    meaning: 'people, phone numbers and applications in a call, on average',
    default: 3,
    min: 1,
    max: 20_000,
  },
  months: {
    meaning: 'months of records in the archive',
    default: 12,
    min: 0,
    max: 1200,
  },
  alwaysReady: {
    meaning: 'instances kept ready for the webhook',
    default: 1,
    min: 0,
    max: 1000,
  },
  instanceMemoryMb: {
    meaning: 'memory of an instance, in MB',
    default: 2048,
    min: 512,
    max: 4096,
  },
  secondsPerRecord: {
    meaning: 'how long it takes to archive a record, in seconds',
    default: 2,
    min: 0,
    max: 3600,
  },
  logKbPerRecord: {
    meaning: 'what is logged about a record, in KB',
    default: 10,
    min: 0,
    max: 1e5,
  },
};

export function addEstimate(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('estimate')
    .summary('estimate what the archive costs a month')
    .description(
      'Says what the archive costs a month in Azure, from the operations that this program performs and from list ' +
        'prices, each with its date. Works offline.',
    );
  for (const [name, option] of Object.entries(usageOptions)) verb.addOption(makeOption(name, option));
  verb
    .option('--region <name>', 'region whose prices are used', 'eastus')
    .option('--prices <file>', 'your own prices, in the form that -o json prints')
    .addOption(outputOption())
    .action(async (options: EstimateOptions) => {
      const { runEstimate } = await import('./estimate.ts');
      end(await runEstimate(options, world));
    });
  addExamples(verb, [
    ['call-archive estimate --calls-per-day 5000', 'a tenant with 5,000 calls a day, after a year'],
    [
      'call-archive estimate --calls-per-day 5000 --always-ready 0 --months 120',
      'with no instance kept ready; after ten years',
    ],
    [
      'call-archive estimate --calls-per-day 5000 -o json > prices.json',
      'a file of prices to edit and pass to --prices',
    ],
  ]);
}

function makeOption(name: string, { meaning, default: value, min, max }: UsageOption): Option {
  const option = new Option(`--${kebabCase(name)} <number>`, meaning).argParser((text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
  });
  return value === undefined ? option.makeOptionMandatory() : option.default(value);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
