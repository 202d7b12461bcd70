/** The pages of the app as an OpenAPI 3.1 document. */
import { z } from 'zod';
import type { Page } from '../page.ts';
import { problemSchema } from './page-answers.ts';
import { type PageDescription, pageDescriptions } from './page-descriptions.ts';

const ticket =
  'number of the ticket for which one looks; where the app asks for it, nothing is shown without';

const openApiPath = '/openapi.json';

/** Plain JSON. Throws where a page has no description. */
export function makeOpenApi(pages: readonly Page[]): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Teams Call Archive, for readers',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Every page is also JSON: its path with .json. Who is signed in, and with which app role, decides what is in it. ' +
        'Every look at a person or a call is written to the access log. Problems are RFC 9457.',
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths: Object.fromEntries([
      ...pages.flatMap((page) => pathsOf(page, descriptionOf(page))),
      [
        openApiPath,
        {
          get: operation('get', openApiPath, {
            summary: 'This document',
            parameters: [],
            found: foundIn(json({})),
          }),
        },
      ],
    ]),
    components: {
      schemas: { Problem: schemaOf(problemSchema) },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'AppServiceAuthSession',
          description: 'The sign-in of App Service (Entra), at /.auth/login/aad',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of Entra for this app, with an app role',
        },
      },
    },
  };
}

function descriptionOf({ path }: Page): PageDescription {
  const found = pageDescriptions[path];
  if (found) return found;
  throw new Error(`Describing the pages: ${path} has no description`);
}

function pathsOf(page: Page, description: PageDescription): [string, object][] {
  const { summary, answer, form } = description;
  const path = page.path.replaceAll(/:(\w+)/g, '{$1}');
  const get = (at: string, content: object) =>
    operation('get', at, { summary, parameters: parametersOf(page, description), found: foundIn(content) });
  if (!answer) return [[path, { get: get(path, json({})) }]];
  const post = (at: string, found: object) =>
    form && {
      post: {
        ...operation('post', at, { summary, parameters: [parameterOf('ticket', ticket)], found }),
        requestBody: bodyOf(form),
      },
    };
  const twin = `${path}.json`;
  const csv = `${path}.csv`;
  return [
    [path, { get: get(path, html), ...post(path, postedTo(description, html)) }],
    [twin, { get: get(twin, json(schemaOf(answer))), ...post(twin, postedToTwin(description)) }],
    ...(page.csv ? [[csv, { get: get(csv, { 'text/csv': {} }) }] satisfies [string, object]] : []),
  ];
}

const html = { 'text/html': {} };
const seeOther = {
  303: { description: 'Elsewhere', headers: { Location: { schema: { type: 'string' } } } },
};

function json(schema: object): object {
  return { 'application/json': { schema } };
}

function foundIn(content: object): object {
  return { 200: { description: 'Found', content } };
}

/** A form leads to another page, or to what must be chosen first. */
function postedTo({ formAnswer }: PageDescription, content: object): object {
  return { ...(formAnswer && foundIn(content)), ...seeOther };
}

function postedToTwin({ formAnswer }: PageDescription): object {
  return formAnswer ? foundIn(json(schemaOf(formAnswer))) : seeOther;
}

function operation(
  method: string,
  path: string,
  { summary, parameters, found }: { summary: string; parameters: readonly object[]; found: object },
): object {
  const isPage = !/\.\w+$/.test(path);
  return {
    operationId: method + (path.match(/\w+/g) ?? ['search']).map(capitalize).join(''),
    summary,
    parameters,
    responses: {
      ...found,
      default: {
        description: 'Why not',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          ...(isPage && html),
        },
      },
    },
  };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function parametersOf({ path }: Page, { query = {}, repeated = [] }: PageDescription): object[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
  const inQuery = Object.entries({ ...query, ticket }).map(([name, description]) =>
    parameterOf(name, description, repeated.includes(name)),
  );
  return [...inPath, ...inQuery];
}

const text = { type: 'string' };

function parameterOf(name: string, description: string, isRepeated = false): object {
  return { name, in: 'query', description, schema: isRepeated ? { type: 'array', items: text } : text };
}

function bodyOf(form: Readonly<Record<string, string>>): object {
  const properties = Object.fromEntries(
    Object.entries(form).map(([name, description]) => [name, { type: 'string', description }]),
  );
  const schema = { type: 'object', properties };
  return { content: { 'application/x-www-form-urlencoded': { schema }, 'application/json': { schema } } };
}

/** The dialect is that of the document. */
function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
