/** A file with the prices of a region, in the form that `estimate -o json` prints. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { meters, type PriceTable } from '../estimating/prices.ts';
import { CliError } from './errors/cli-error.ts';

const price = z.object({
  price: z.number().min(0),
  per: z.number().positive(),
  unit: z.string(),
  free: z.number().min(0).exactOptional(),
  meter: z.string(),
  region: z.string(),
  date: z.string(),
});
const priceFile = z.object({
  region: z.string(),
  currency: z.string(),
  prices: z.record(z.enum(meters), price),
});

const howTo =
  'Begin with what `call-archive estimate --calls-per-day 1 -o json` prints, and change its prices.';

export async function readPriceFile(path: string): Promise<PriceTable> {
  const doing = `Reading the prices in ${path}`;
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError('not-found', `${doing}: ${cause.code}`, 'Give the path of a readable file.', cause);
  });
  const result = priceFile.safeParse(parseJson(text, doing));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path: where, message }) => `${where.join('.') || 'the file'}: ${message}`,
  );
  throw new CliError('usage', `${doing}: ${problems.join('; ')}`, howTo);
}

function parseJson(text: string, doing: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError('usage', `${doing}: it is not JSON`, howTo, cause);
  }
}
