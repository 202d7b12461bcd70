/** Route templates against paths, as the Functions runtime matches them. */
import { describe, expect, test } from '@jest/globals';
import { compareRoutes, matchRoute, parseRouteTemplate } from '../../../local/functions-host/http-routes.ts';

const match = (template: string, path: string) => matchRoute(parseRouteTemplate(template), path);

describe('matchRoute', () => {
  test.each([
    ['api/health', '/api/health', {}],
    ['api/health', '/API/Health/', {}],
    ['api/calls/{id}', '/api/calls/a%20b', { id: 'a b' }],
    ['api/calls/{id}', '/api/calls/a%2Fb', { id: 'a%2Fb' }],
    ['api/calls/{id}', '/api/calls/100%', { id: '100%' }],
    ['api/calls/{id}/{part?}', '/api/calls/1', { id: '1' }],
    ['api/calls/{id}/{part?}', '/api/calls/1/x', { id: '1', part: 'x' }],
    ['api/{*rest}', '/api/a/b%20c', { rest: 'a/b c' }],
    ['api/{*rest}', '/api', {}],
    ['', '/', {}],
  ])('%s matches %s', (template, path, params) => {
    expect(match(template, path)).toEqual(params);
  });

  test.each([
    ['api/health', '/api'],
    ['api/health', '/api/health/more'],
    ['api/health', '/api//health'],
    ['api/calls/{id}', '/api/calls'],
    ['api/calls/{id}', '/api/calls/'],
    ['api/calls/{id}', '/api/calls/1/2'],
    ['api/calls/{id}/{part?}', '/api/calls/1/x/y'],
    ['', '/api'],
  ])('%s does not match %s', (template, path) => {
    expect(match(template, path)).toBeUndefined();
  });
});

test('the more specific template comes first', () => {
  const templates = ['api/{*rest}', 'api/calls/{id}', 'api/{room}/latest', 'api/calls/latest'];
  const sorted = templates.toSorted((a, b) => compareRoutes(parseRouteTemplate(a), parseRouteTemplate(b)));
  expect(sorted).toEqual(['api/calls/latest', 'api/calls/{id}', 'api/{room}/latest', 'api/{*rest}']);
});

test.each(['a/{id:int}', 'a/{id', 'a/x{id}', 'a/{b?}/c', 'a/{*rest}/c'])(
  '%s is refused at start',
  (template) => {
    expect(() => parseRouteTemplate(template)).toThrow(`Route "${template}"`);
  },
);
