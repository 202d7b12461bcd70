/** `call-archive estimate`: its numbers, each with its default and its limits. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Usage } from '../estimating/usage.ts';
import { addExamples, type EndVerb, outputOption } from './verb.ts';
import type { EstimateOptions } from './verbs/estimate.ts';
import type { World } from './world.ts';

interface UsageOption {
  meaning: string;
  default?: number;
  least: number;
  most: number;
}

const usageOptions: Record<keyof Usage, UsageOption> = {
  callsPerDay: {
    meaning: 'calls and meetings that end in a day',
    least: 0,
    most: 1e8,
  },
  versionsPerCall: {
    meaning: 'versions of a record that Graph writes, on average',
    default: 1,
    least: 1,
    most: 100,
  },
  recordKb: {
    meaning: 'mean size of a stored record, compressed, in KB',
    default: 5,
    least: 0.1,
    most: 1e6,
  },
  peoplePerCall: {
    meaning: 'people, phone numbers and applications in a call, on average',
    default: 3,
    least: 1,
    most: 20_000,
  },
  months: {
    meaning: 'months of records in the archive',
    default: 12,
    least: 0,
    most: 1200,
  },
  alwaysReady: {
    meaning: 'instances that are always ready for the webhook',
    default: 1,
    least: 0,
    most: 1000,
  },
  instanceMemoryMb: {
    meaning: 'memory of an instance, in MB',
    default: 2048,
    least: 512,
    most: 4096,
  },
  secondsPerRecord: {
    meaning: 'how long a record is worked at',
    default: 2,
    least: 0,
    most: 3600,
  },
  logKbPerRecord: {
    meaning: 'what is logged about a record, in KB',
    default: 10,
    least: 0,
    most: 1e5,
  },
};

export function addEstimateVerb(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('To plan:');
  const verb = program
    .command('estimate')
    .summary('say what the archive costs a month')
    .description(
      'Says what the archive costs a month in Azure, by the operations that this program does and by list prices, each ' +
        'with its date. Asks nobody.',
    );
  for (const [name, option] of Object.entries(usageOptions)) verb.addOption(makeOption(name, option));
  verb
    .option('--region <name>', 'region whose prices are taken', 'eastus')
    .option('--prices <file>', 'your own prices, in the form that -o json prints')
    .addOption(outputOption())
    .action(async (options: EstimateOptions) => {
      const { estimate } = await import('./verbs/estimate.ts');
      end(await estimate(options, world));
    });
  addExamples(verb, [
    ['call-archive estimate --calls-per-day 5000', 'a tenant with 5,000 calls a day, after a year'],
    [
      'call-archive estimate --calls-per-day 5000 --always-ready 0 --months 120',
      'without an instance that waits; after ten years',
    ],
    [
      'call-archive estimate --calls-per-day 5000 -o json > prices.json',
      'a file of prices to change and give with --prices',
    ],
  ]);
}

function makeOption(name: string, { meaning, default: value, least, most }: UsageOption): Option {
  const option = new Option(`--${kebabCase(name)} <number>`, meaning).argParser((text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  });
  return value === undefined ? option.makeOptionMandatory() : option.default(value);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
