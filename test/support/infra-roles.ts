/** The role assignments of a Bicep file, compared with those that an identity may have. */
import { type InfraFiles, resourcesIn, textOf } from './infra-files.ts';
import { unless } from './infra-rule.ts';

/** By the name of the role in the file: its id where it is built in, the only scope that it may be given on. */
export type AllowedRoles = Record<string, { id?: string; scope: string }>;

/** A line for each assignment that is not among the allowed, and for each of those that is missing. */
export function compareRoles(files: InfraFiles, path: string, allowed: AllowedRoles): string[] {
  const text = textOf(files, path);
  const given = resourcesIn(text)
    .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
    .map(({ name, body }) => {
      const [, role = ''] = /^\s*roleDefinitionId: (?:roleIds\.)?(\w+?)(?:\.id)?$/m.exec(body) ?? [];
      const [, scope = ''] = /^\s*scope: (\S+)$/m.exec(body) ?? [];
      const isForPrincipal = body.includes('    principalId: principalId\n');
      return { name, role, scope: isForPrincipal ? scope : 'somebody else' };
    });
  return [
    ...given
      .filter(({ role, scope }) => allowed[role]?.scope !== scope)
      .map(
        ({ name, role, scope }) => `${name} gives ${role || 'an unknown role'} on ${scope || 'everything'}`,
      ),
    ...Object.entries(allowed).flatMap(([role, { id, scope }]) => [
      ...unless(
        given.filter((one) => one.role === role).length === 1,
        `${role} is not given once, on ${scope}`,
      ),
      ...unless(id === undefined || text.includes(`  ${role}: '${id}'`), `${role} has another id`),
    ]),
  ];
}
