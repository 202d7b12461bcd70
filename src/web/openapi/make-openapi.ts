/** The pages of the app as an OpenAPI 3.1 document. */
import { z } from 'zod';
import type { Page } from '../page.ts';
import { problemSchema } from './page-answers.ts';
import { type PageDescription, pageDescriptions } from './page-descriptions.ts';

const ticket =
  'number of the ticket for which one looks; where the app asks for it, nothing is shown without';

/** Plain JSON. Throws where a page has no description. */
export function makeOpenApi(pages: readonly Page[]): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Teams Call Archive, for readers',
      version: '1',
      description:
        'Every page is also JSON: its path with .json. Who is signed in, and with which app role, decides what is in it. ' +
        'Every look at a person or a call is written to the access log. Problems are RFC 9457.',
    },
    security: [{ session: [] }, { token: [] }],
    paths: Object.fromEntries([
      ...pages.flatMap((page) => pathsOf(page, descriptionOf(page))),
      ['/openapi.json', { get: operation('This document', {}, { 'application/json': {} }) }],
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
  const { summary, answer } = description;
  const path = page.path.replaceAll(/:(\w+)/g, '{$1}');
  if (!answer)
    return [[path, { get: operation(summary, parametersOf(page, description), { 'application/json': {} }) }]];
  const parameters = parametersOf(page, description);
  const json = { 'application/json': { schema: schemaOf(answer) } };
  const body = description.form && bodyOf(description.form);
  const methods = (content: object) => ({
    get: operation(summary, parameters, content),
    ...(body && { post: { ...operation(summary, parameters, content), requestBody: body } }),
  });
  return [
    [path, methods({ 'text/html': {} })],
    [`${path}.json`, methods(json)],
    ...(page.csv
      ? [
          [`${path}.csv`, { get: operation(summary, parameters, { 'text/csv': {} }) }] satisfies [
            string,
            object,
          ],
        ]
      : []),
  ];
}

function operation(summary: string, parameters: object, content: object): object {
  return {
    summary,
    ...parameters,
    responses: {
      200: { description: 'Found', content },
      default: {
        description: 'Why not',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf({ path }: Page, { query = {} }: PageDescription): object {
  const schema = { type: 'string' };
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema,
  }));
  const inQuery = Object.entries({ ...query, ticket }).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema,
  }));
  return { parameters: [...inPath, ...inQuery] };
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
