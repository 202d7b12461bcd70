/** `call-archive sql`: its options and examples. */
import type { Command } from 'commander';
import { addSourceOptions } from '../archive/archive-source.ts';
import { addExamples, type EndVerb, outputOption } from '../verb.ts';
import type { World } from '../world.ts';
import type { SqlOptions } from './sql.ts';

export function addSql(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('sql')
    .summary('ask the tables in SQL')
    .description(
      'Answers SQL over the tables, by views that are named like them: calls, participants, sessions, streams, versions, ' +
        'pstn_calls, direct_routing_calls, sms_messages, blocked_users, dial_out. DuckDB must be installed beside this ' +
        'program: npm install @duckdb/node-api@1.5.6-r.1\n\n' +
        '--path is a folder that call-archive tables made, or into which call-tables was downloaded; with --account, DuckDB ' +
        'loads its extension azure from the internet. docs/reading.md has ten questions to begin with.',
    )
    .argument('<query>', 'in SQL, as DuckDB understands it');
  addSourceOptions(verb)
    .addOption(outputOption())
    .action(async (query: string, options: SqlOptions) => {
      const { runSql } = await import('./sql.ts');
      end(await runSql(query, options, world));
    });
  addExamples(verb, [
    [
      'call-archive sql "SELECT date, count(*) AS calls FROM calls GROUP BY date ORDER BY date" --path ./tables',
      'calls a day',
    ],
    [
      'call-archive sql "SELECT receiver_name, count(*) AS poor FROM streams WHERE verdict = \'poor\' GROUP BY ALL" --path ./tables -o csv',
      'who heard or saw how much badly, for a spreadsheet',
    ],
  ]);
}
