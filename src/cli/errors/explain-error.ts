/** The message on stderr and the exit code for anything that a verb throws. */
import { types } from 'node:util';
import { IntegrityError, LinkError, ShapeError } from '../../errors.ts';
import { CliError } from './cli-error.ts';
import type { ExitName } from './exit-codes.ts';

export interface Explanation {
  exit: ExitName;
  message: string;
  advice: string;
}

const debugAdvice = 'Add --debug to see where in the program this came from.';

export function explainError(error: unknown): Explanation {
  if (error instanceof CliError) return error;
  // Its message says what to do.
  if (error instanceof ShapeError) return { exit: 'usage', message: error.message, advice: '' };
  if (error instanceof LinkError) {
    const advice = 'Name the folder that it leads to, or put what is there in place of the link.';
    return { exit: 'usage', message: error.message, advice };
  }
  if (error instanceof IntegrityError) {
    const advice =
      'This is not what was archived. Is there another copy? call-archive check looks at all records, call-archive verify at all that is sealed.';
    return { exit: 'integrity', message: error.message, advice };
  }
  if (!types.isNativeError(error)) return unexpected(String(error));
  return explainStorage(error) ?? explainSignIn(error) ?? explainFile(error) ?? unexpected(error.message);
}

/** The RestError of the storage libraries, recognized by its shape, without loading the libraries. */
function explainStorage(error: Error): Explanation | undefined {
  if (error.name !== 'RestError') return undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  const answer = status === undefined ? 'did not answer' : `answered ${status}`;
  const message = `Reading the archive: storage ${answer} (${code})`;
  switch (status) {
    case 401:
    case 403:
      return {
        exit: 'permission',
        message,
        advice:
          'Whoever is signed in needs the roles Storage Blob Data Reader and Storage Table Data Reader on the account; ' +
          'the account’s network rules may also keep this machine out.',
      };
    case 404:
      return {
        exit: 'not-found',
        message,
        advice:
          code === 'TableNotFound'
            ? 'Is this the storage account of the archive? Its tables are created by deploying the templates of this version.'
            : 'Is this the storage account of the archive?',
      };
    case 429:
    case 503:
      return { exit: 'throttled', message, advice: 'Storage is busy: repeat the command in a minute.' };
    default:
      return {
        exit: 'unexpected',
        message,
        advice: `Is the account’s name right, and can this machine reach it? ${debugAdvice}`,
      };
  }
}

const signInErrors = [
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
];

function explainSignIn({ name }: Error): Explanation | undefined {
  if (!signInErrors.includes(name)) return undefined;
  return {
    exit: 'permission',
    message: 'Signing in to storage: nobody is signed in on this machine',
    advice: `Sign in with az login (az login --tenant TENANT where you belong to several). ${debugAdvice}`,
  };
}

const fileExits: Partial<Record<string, ExitName>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'permission',
  EPERM: 'permission',
  EEXIST: 'usage',
  EISDIR: 'usage',
};

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function explainFile(error: Error): Explanation | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (fullCodes.has(code)) {
    const advice = 'What was being written is not whole. Make room, and repeat the command.';
    return { exit: 'unexpected', message: `Writing: there is no room for more (${code})`, advice };
  }
  // What is renamed has a name that nobody chose.
  const { path, dest = path } = error as { path?: unknown; dest?: unknown };
  const exit = fileExits[code];
  if (!exit || typeof dest !== 'string') return undefined;
  return { exit, message: `Using ${dest}: ${code}`, advice: 'Is the path right, and may you use it?' };
}

function unexpected(message: string): Explanation {
  return { exit: 'unexpected', message: `Unexpected: ${message}`, advice: debugAdvice };
}
