/** Each fault has its exit code and says what to do. */
import { RestError } from '@azure/storage-blob';
import { expect, test } from '@jest/globals';
import { explainError } from '../../../src/cli/errors/explain-error.ts';
import { IntegrityError, LinkError, ShapeError } from '../../../src/errors.ts';

const named = (name: string) => Object.assign(new Error('secret words'), { name });
const file = (code: string) => Object.assign(new Error('x'), { code, path: '/a/b' });

test.each([
  [
    'no permission',
    new RestError('x', { statusCode: 403, code: 'AuthorizationPermissionMismatch' }),
    'permission',
  ],
  ['a wrong account', new RestError('x', { statusCode: 404, code: 'TableNotFound' }), 'not-found'],
  ['throttled storage', new RestError('x', { statusCode: 503, code: 'ServerBusy' }), 'throttled'],
  ['too many requests', new RestError('x', { statusCode: 429 }), 'throttled'],
  ['storage that is not there', new RestError('x', { code: 'ENOTFOUND' }), 'unexpected'],
  ['nobody signed in', named('CredentialUnavailableError'), 'permission'],
  ['nobody signed in, of several ways', named('AggregateAuthenticationError'), 'permission'],
  ['a link in place of a file', new LinkError('Using x: it is a symbolic link'), 'usage'],
  ['a damaged record', new IntegrityError('Reading a record: it is damaged'), 'integrity'],
  ['a wrong form', new ShapeError('Looking for a person: none'), 'usage'],
  ['a folder that is not there', file('ENOENT'), 'not-found'],
  ['a folder in place of a file', file('EISDIR'), 'usage'],
  ['a folder that may not be read', file('EACCES'), 'permission'],
  ['anything else', new Error('x'), 'unexpected'],
  ['no error at all', 'x', 'unexpected'],
])('%s', (_, error, exit) => {
  const explanation = explainError(error);
  expect(explanation.exit).toBe(exit);
  if (!(error instanceof ShapeError)) expect(explanation.advice).not.toBe('');
});
