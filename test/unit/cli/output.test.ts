/** The forms of data on stdout: exact for programs, harmless for terminals and spreadsheets. */
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatJson } from '../../../src/cli/output/format-json.ts';
import { type Format, writeRows } from '../../../src/cli/output/write-rows.ts';
import { makeDataWriter } from '../../../src/cli/output/write-text.ts';
import { formatCsvRow, formatExcelRow } from '../../../src/reading/format-csv.ts';

const layout = {
  columns: [
    { title: 'name', text: ({ name }: Row) => name },
    { title: 'calls', text: ({ calls }: Row) => String(calls), align: 'right' as const },
  ],
  members: ['name', 'calls'] as const,
};
interface Row {
  name: string;
  calls: number;
}

async function write(rows: Row[], format: Format, columns?: number): Promise<string> {
  const stdout = Object.assign(new PassThrough(), columns && { isTTY: true, columns });
  const world = { stdout, signal: new AbortController().signal };
  const written = text(stdout);
  const count = await writeRows(rows, { ...layout, members: [...layout.members] }, format, world);
  expect(count).toBe(rows.length);
  stdout.end();
  return written;
}

const rows = [
  { name: 'Anna', calls: 7 },
  { name: '会議室 "2", East', calls: 12 },
];

describe('a cell that a spreadsheet could take apart', () => {
  test.each([
    ['Bob;=cmd|x', '"Bob;=cmd|x"'],
    ['Bob\t=1+1', '"Bob\t=1+1"'],
    ['  =1+1', "'  =1+1"],
    ['=1+1', "'=1+1"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', '"\'\t=1"'],
    ['+4930123', '+4930123'],
  ])('%j is written as %s', (value, cell) => {
    expect(formatCsvRow([value])).toBe(`${cell}\r\n`);
  });
});

describe('a cell for Excel', () => {
  test.each([
    ['Bob\t=1+1', 'Bob =1+1'],
    ['Bob\r\n=1+1', 'Bob =1+1'],
    ['Bob "the boss"', '"Bob ""the boss"""'],
    ['=1+1', "'=1+1"],
    ['+4930123', '"=""+4930123"""'],
    ['+4930***', '"=""+4930***"""'],
    ['007', '"=""007"""'],
    ['+1+cmd', "'+1+cmd"],
    [12.35, '1235E-2'],
    [-0.5, '-5E-1'],
    [1.5e-7, '15E-8'],
    [0.000004, '4E-6'],
    [12, '12'],
    [true, 'true'],
    [undefined, ''],
  ])('%j is written as %s', (value, cell) => {
    expect(formatExcelRow([value])).toBe(`${cell}\r\n`);
  });

  test('has the value of the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(Number(formatExcelRow([number]))).toBe(Number(String(number)));
      }),
    );
  });

  test('is always one cell of one row', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (values) => {
        const row = formatExcelRow(values);
        expect(row.slice(0, -2)).not.toMatch(/[\r\n]/);
        expect(row.split('\t')).toHaveLength(values.length);
      }),
    );
  });
});

describe('data', () => {
  const written = async (isTTY: boolean) => {
    const stdout = Object.assign(new PassThrough(), { isTTY });
    const all = buffer(stdout);
    const write = makeDataWriter(stdout);
    // Half a character at the end of a piece.
    const bytes = Buffer.from('{"a":\n"é\u001b[2J\u009b\u202e"}');
    await write(bytes.subarray(0, 8));
    await write(bytes.subarray(8));
    stdout.end();
    return { said: (await all).toString(), bytes };
  };
  test('go to a pipe as they are', async () => {
    const { said, bytes } = await written(false);
    expect(said).toBe(bytes.toString());
  });
  test('go to a terminal without what it would obey', async () => {
    expect((await written(true)).said).toBe('{"a":\n"é\\u001b[2J\\u009b\\u202e"}');
  });
});

describe('rows', () => {
  test('are one JSON document, also when there are none', async () => {
    expect(JSON.parse(await write(rows, 'json'))).toEqual(rows);
    expect(await write([], 'json')).toBe('[]\n');
  });

  test('are one JSON text a line', async () => {
    expect(await write(rows, 'ndjson')).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  });

  test('are CSV with a line of names, also when there are none', async () => {
    expect(await write(rows, 'csv')).toBe('name,calls\r\nAnna,7\r\n"会議室 ""2"", East",12\r\n');
    expect(await write([], 'csv')).toBe('name,calls\r\n');
  });

  test('are UTF-16 with a byte order mark and tabs for Excel, which takes that in every locale', async () => {
    const stdout = new PassThrough();
    const written = buffer(stdout);
    const world = { stdout, signal: new AbortController().signal };
    await writeRows(rows, { ...layout, members: [...layout.members] }, 'excel', world);
    stdout.end();
    const bytes = await written;
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(new TextDecoder('utf-16le').decode(bytes)).toBe(
      'name\tcalls\r\nAnna\t7\r\n"会議室 ""2"", East"\t12\r\n',
    );
  });

  test('for Excel are readable on a terminal', async () => {
    expect(await write([{ name: 'Zoë\u001b', calls: 1 }], 'excel', 80)).toBe(
      'name\tcalls\r\nZoë\\u001b\t1\n',
    );
  });

  test('are a table whose columns stand in line, wide characters too', async () => {
    expect((await write(rows, 'table')).split('\n')).toEqual([
      'name              calls',
      'Anna                  7',
      '会議室 "2", East     12',
      '',
    ]);
    expect(await write([], 'table')).toBe('');
  });

  test('are cut to the width of a terminal only', async () => {
    const wide = [{ name: 'x'.repeat(100), calls: 1 }];
    expect((await write(wide, 'table', 20)).split('\n')[1]).toBe(`${'x'.repeat(19)}…`);
    expect((await write(wide, 'table')).split('\n')[1]).toContain('x'.repeat(100));
  });

  test('come in a long table with one line of titles', async () => {
    const many = Array.from({ length: 250 }, (_, calls) => ({ name: `user ${calls}`, calls }));
    const lines = (await write(many, 'table')).trimEnd().split('\n');
    expect(lines).toHaveLength(251);
    expect(lines.filter((line) => line.startsWith('name'))).toHaveLength(1);
  });
});

describe('a cell of CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['+1;cmd', '"\'+1;cmd"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['+4930123456', '+4930123456'],
    ['-7.5', '-7.5'],
    ['a\nb', '"a\nb"'],
  ])('%j is written so that no spreadsheet runs it, and numbers stay: %j', (value, cell) => {
    expect(formatCsvRow([value])).toBe(`${cell}\r\n`);
  });

  test('is empty without a value, a list with semicolons, and JSON where it is more', () => {
    expect(formatCsvRow([undefined, null, ['audio', 'video'], false, { a: 1 }])).toBe(
      ',,"audio;video",false,"{""a"":1}"\r\n',
    );
  });
});

test('JSON keeps every value and sends no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const written = formatJson({ value });
      expect(JSON.parse(written)).toEqual({ value });
      expect(written).not.toMatch(/\p{Cc}/u);
    }),
  );
});
