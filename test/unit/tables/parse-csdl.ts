/** Reads as much of an OData schema (CSDL) as it takes to list the members of an object, however deep they lie. */

interface CsdlType {
  base: string | undefined;
  members: { name: string; type: string; isCollection: boolean }[];
}

/** Complex and entity types, by name without namespace. */
export type CsdlTypes = ReadonlyMap<string, CsdlType>;

const block = /<(ComplexType|EntityType) Name="(\w+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/\1>)/g;
const property = /<(?:Navigation)?Property Name="(\w+)" Type="(Collection\()?([\w.]+)\)?"/g;

/** Of the namespace of call records only: what is shared by all of Graph counts as a value. */
export function parseCsdl(text: string): CsdlTypes {
  const own = text.slice(0, text.indexOf('</Schema>'));
  return new Map(
    [...own.matchAll(block)].map(([, , name = '', attributes = '', body = '']) => [
      name,
      {
        base: /BaseType="microsoft\.graph\.callRecords\.(\w+)"/.exec(attributes)?.[1],
        members: [
          ...(attributes.includes('graph.entity"') ? [{ name: 'id', type: '', isCollection: false }] : []),
          ...[...body.matchAll(property)].map(([, member = '', list, type = '']) => ({
            name: member,
            type: type.replace('microsoft.graph.callRecords.', ''),
            isCollection: list !== undefined,
          })),
        ],
      },
    ]),
  );
}

/** The paths of all values below `path`; members of derived types count too, since any may stand there. */
export function listLeafPaths(types: CsdlTypes, type: string, path: string): string[] {
  return membersOf(types, type).flatMap(({ name, type: inner, isCollection }) => {
    const at = `${path}.${name}`;
    const isObject = types.has(inner) && membersOf(types, inner).length > 0;
    return isObject ? listLeafPaths(types, inner, isCollection ? `${at}[]` : at) : [at];
  });
}

/** Of the type, those it is made from and those made from it. */
export function membersOf(types: CsdlTypes, name: string): CsdlType['members'] {
  const own = types.get(name);
  if (!own) return [];
  const derived = [...types]
    .filter(([, { base }]) => base === name)
    .flatMap(([child]) => membersDown(types, child));
  const above = own.base ? (types.get(own.base)?.members ?? []) : [];
  return [...above, ...own.members, ...derived];
}

function membersDown(types: CsdlTypes, name: string): CsdlType['members'] {
  const derived = [...types]
    .filter(([, { base }]) => base === name)
    .flatMap(([child]) => membersDown(types, child));
  return [...(types.get(name)?.members ?? []), ...derived];
}
