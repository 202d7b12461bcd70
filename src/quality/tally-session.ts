/**
 * How many streams of a session have a verdict and how many are poor, from its bytes: while a record is archived, parsing
 * each session would cost more than all the rest. It reads the form in which Graph writes; anything else is parsed.
 */
import { parseDuration } from '../model/graph-value.ts';
import { classifyStream, type Measure, packetMeasure, type Verdict, verdictOf } from './classify-stream.ts';
import { streamsOf } from './session-streams.ts';
import { kindOfMedia, type StreamRule, streamRules } from './stream-rules.ts';

export interface StreamTally {
  classified: number;
  poor: number;
}

const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
const quote = 0x22;
const zero = 0x30;
const letterS = 0x53;
const secondsStart = Buffer.from('"PT0.');
/** A number of this many digits is exact. */
const maxDigits = 15;
const streamsName = Buffer.from('"streams":');
/** As the first member of a media, which it is with Graph. */
const labelName = Buffer.from('{"label":');
const anyLabelName = Buffer.from('"label":');
/** Begins with a letter that is rare in a session: it is found several times faster. */
const endOfLabelName = Buffer.from('bel":');

/** Takes the bytes of a session or of a segment, valid JSON; adds what is in it to `tally`. */
export function tallyStreams(bytes: Buffer, start: number, end: number, tally: StreamTally): void {
  const found = { classified: 0, poor: 0 };
  if (!readAsWritten(bytes, start, end, found)) {
    found.classified = 0;
    found.poor = 0;
    readParsed(JSON.parse(bytes.toString('utf8', start, end)), found);
  }
  tally.classified += found.classified;
  tally.poor += found.poor;
}

/** A segment is read as a session of one. */
function readParsed(value: object, tally: StreamTally): void {
  const session = 'media' in value && !('segments' in value) ? { segments: [value] } : value;
  for (const { stream, label } of streamsOf(session)) count(classifyStream(stream, label).verdict, tally);
}

/**
 * From label to label, each with the list of streams that follows it. False where something is written in another form:
 * then nothing of what was counted is certain.
 */
function readAsWritten(bytes: Buffer, start: number, end: number, tally: StreamTally): boolean {
  let at = bytes.indexOf(endOfLabelName, start);
  while (at >= 0 && at < end) {
    const label = at + endOfLabelName.length;
    if (!isBefore(bytes, label, labelName)) {
      // Another name with the same end.
      if (!isBefore(bytes, label, anyLabelName)) {
        at = bytes.indexOf(endOfLabelName, label);
        continue;
      }
      return false;
    }
    at = bytes.indexOf(endOfLabelName, label);
    const list = findStreams(bytes, label, at >= 0 && at < end ? at : end);
    // `null`, or none.
    if (list < 0) continue;
    const rule = ruleOf(bytes, label);
    if (rule === 'unknown') return false;
    const after = readStreams(bytes, list + 1, rule, tally);
    if (after < 0 || !isEndOfMedia(bytes, after)) return false;
  }
  return true;
}

/** Where the list of streams begins, before the next label. */
function findStreams(bytes: Buffer, start: number, end: number): number {
  let at = bytes.indexOf(openBracket, start);
  while (at >= 0 && at < end && !isBefore(bytes, at, streamsName)) at = bytes.indexOf(openBracket, at + 1);
  return at < end ? at : -1;
}

/** `undefined` where no rule covers this label. */
function ruleOf(bytes: Buffer, start: number): StreamRule | undefined | 'unknown' {
  if (bytes[start] !== quote) return undefined;
  const label = bytes.toString('latin1', start + 1, bytes.indexOf(quote, start + 1));
  if (label.includes('\\')) return 'unknown';
  const kind = kindOfMedia(label);
  return kind && streamRules[kind];
}

/** The media ends here, and another one with a label, or none, follows. */
function isEndOfMedia(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== closeBrace) return false;
  if (bytes[at + 1] === closeBracket) return true;
  const next = at + 2 + labelName.length;
  return bytes[at + 1] === comma && isBefore(bytes, next, labelName);
}

/** Gives where the list ends, or -1. A stream has no object in it, so it ends with the next brace. */
function readStreams(bytes: Buffer, start: number, rule: StreamRule | undefined, tally: StreamTally): number {
  if (bytes[start] === closeBracket) return start + 1;
  for (let at = start; ; ) {
    if (bytes[at] !== openBrace) return -1;
    const end = bytes.indexOf(closeBrace, at);
    if (rule)
      count(
        verdictOf(rule, (limit) => readMeasure(bytes, at, end, limit)),
        tally,
      );
    if (bytes[end + 1] === closeBracket) return end + 2;
    if (bytes[end + 1] !== comma) return -1;
    at = end + 2;
  }
}

/** The names by their ends, from a letter on that is rare in a stream: they are found several times faster. */
const names = new Map(
  [packetMeasure, ...Object.values(streamRules).flatMap(({ limits }) => limits)].map(({ measure }) => {
    const from = measure.search(/(?:Utilization|RoundTrip|LossRate|Jitter|LossPercentage|FrameRate)/);
    return [measure, { rare: Buffer.from(`${measure.slice(from)}":`), whole: Buffer.from(`"${measure}":`) }];
  }),
);

function readMeasure(
  bytes: Buffer,
  start: number,
  end: number,
  { measure, unit }: Measure,
): number | undefined {
  const name = names.get(measure);
  if (!name) return undefined;
  const { rare, whole } = name;
  for (let at = bytes.indexOf(rare, start); at >= 0 && at < end; at = bytes.indexOf(rare, at + 1)) {
    const value = at + rare.length;
    if (!isBefore(bytes, value, whole)) continue;
    return unit === 'ms' ? readDuration(bytes, value, end) : readNumber(bytes, value, end);
  }
  return undefined;
}

/** Whole numbers, as most are, without a text of their own. */
function readNumber(bytes: Buffer, start: number, end: number): number | undefined {
  let number = 0;
  for (let at = start; at < start + maxDigits; at += 1) {
    const digit = (bytes[at] as number) - zero;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (at > start && (bytes[at] === comma || at === end)) return number;
    else break;
  }
  const text = bytes.toString('latin1', start, endOfScalar(bytes, start, end));
  const value = text.startsWith('"') ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `"PT0.016S"`, as nearly all are, without a text of its own. */
function readDuration(bytes: Buffer, start: number, end: number): number | undefined {
  if (bytes[start] !== quote) return undefined;
  let digits = 0;
  let places = 0;
  if (isAt(bytes, start, secondsStart)) {
    for (let at = start + secondsStart.length; at < start + maxDigits; at += 1) {
      const digit = (bytes[at] as number) - zero;
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        places += 1;
      } else if (places > 0 && bytes[at] === letterS && bytes[at + 1] === quote) {
        return places > 3 ? digits / 10 ** (places - 3) : digits * 10 ** (3 - places);
      } else break;
    }
  }
  return parseDuration(bytes.toString('latin1', start + 1, endOfScalar(bytes, start, end) - 1));
}

function endOfScalar(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== comma) at += 1;
  return at;
}

function count(verdict: Verdict, tally: StreamTally): void {
  if (verdict === 'unclassified') return;
  tally.classified += 1;
  if (verdict === 'poor') tally.poor += 1;
}

function isBefore(bytes: Buffer, end: number, wanted: Buffer): boolean {
  return isAt(bytes, end - wanted.length, wanted);
}

function isAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  // From the end: many names begin alike.
  for (let i = wanted.length - 1; i >= 0; i -= 1) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}
