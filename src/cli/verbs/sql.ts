/** `call-archive sql`: answers SQL over the tables for analysts. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SqlAnswer, SqlEngine } from '../../ports/sql-engine.ts';
import { formatViews } from '../../tables/views.ts';
import {
  type ArchiveSource,
  parseSource,
  type SourceOptions,
  type StorageSource,
} from '../archive/archive-source.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface SqlOptions extends SourceOptions {
  output: Format;
}

const container = 'call-tables';
const tableFile = /date=[\d-]+\/part-\d+\.parquet/;

export async function runSql(query: string, options: SqlOptions, world: World): Promise<ExitName> {
  const source = parseSource(options, world.env);
  const engine = await world.archives.openSql();
  try {
    await connect(engine, source);
    const { columns, rows } = await ask(engine, query);
    const layout = {
      columns: columns.map(({ name, isNumber }) => ({
        title: name,
        text: (row: Record<string, unknown>) => formatValue(row[name]),
        ...(isNumber && { align: 'right' as const }),
      })),
      members: columns.map(({ name }) => name),
    };
    await writeRows(rows, layout, options.output, world);
    return 'ok';
  } finally {
    engine.close();
  }
}

async function ask(engine: SqlEngine, query: string): Promise<SqlAnswer> {
  if (/^[\s;]*$/.test(query))
    throw new CliError('usage', 'Asking in SQL: there is no question', 'Give one in quotation marks.');
  try {
    return await engine.query(query);
  } catch (error) {
    throw explainSql(error);
  }
}

/** DuckDB shows in further lines where in the query something is wrong. */
function explainSql(error: unknown): CliError {
  const [message, ...lines] = (error instanceof Error ? error.message : String(error)).split('\n');
  const isDamaged = tableFile.test(message ?? '');
  const advice = isDamaged
    ? 'It was replaced while it was read, or it is damaged: ask again. If it stays so, delete it and have the tables made again.'
    : 'docs/tables.md has every table and column.';
  const exit = isDamaged ? 'integrity' : 'usage';
  return new CliError(exit, `Asking in SQL: ${message}`, [...lines, advice].join('\n'), error);
}

async function connect(engine: SqlEngine, source: ArchiveSource): Promise<void> {
  const place =
    source.kind === 'folder' ? await findTables(source.path) : await openAccount(engine, source.storage);
  const set = `SET VARIABLE call_tables = ${quote(place)};`;
  try {
    await engine.query(`${set}\n${formatViews()}`);
  } catch (error) {
    if (tableFile.test(String(error))) throw explainSql(error);
    throw new CliError(
      'not-found',
      `Opening the tables in ${place}: not all of them are there`,
      'A day has its tables after it was sealed; for a downloaded archive, call-archive tables makes them.',
      error,
    );
  }
}

/** The folder of the tables, or the one into which the container was downloaded. */
async function findTables(path: string): Promise<string> {
  for (const folder of [path, join(path, container)]) {
    const found = await stat(join(folder, 'calls')).catch(() => undefined);
    if (found?.isDirectory()) return resolve(folder);
  }
  throw new CliError(
    'not-found',
    `Opening ${path}: there are no tables in it`,
    'Make them with call-archive tables --path FOLDER --into DIR, and give DIR.',
  );
}

async function openAccount(engine: SqlEngine, storage: StorageSource): Promise<string> {
  try {
    await engine.query('INSTALL azure; LOAD azure;');
  } catch (error) {
    throw new CliError(
      'unexpected',
      'Opening the storage account: DuckDB could not load its extension azure, which it gets from extensions.duckdb.org',
      `Download the container ${container} (azcopy copy) and give the folder with --path.`,
      error,
    );
  }
  if (storage.kind === 'connection-string') {
    await engine.query(`CREATE SECRET (TYPE azure, CONNECTION_STRING ${quote(storage.connectionString)});`);
    return `az://${container}`;
  }
  const { hostname } = new URL(storage.blob);
  const account = quote(hostname.split('.')[0] ?? '');
  await engine.query(`CREATE SECRET (TYPE azure, PROVIDER credential_chain, ACCOUNT_NAME ${account});`);
  return `az://${hostname}/${container}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
