/** What stands in an answer of Graph, by the rules of JSON and OData: members, arrays, next links. Throws ShapeError. */
import { type JsonMember, type JsonNode, parseString, scanJson, textAt } from '../bytes/scan-json.ts';
import { ShapeError } from '../errors.ts';

export type ObjectNode = JsonNode & { members: JsonMember[] };
export type ArrayNode = JsonNode & { items: JsonNode[] };

export interface NextLink {
  link: string | undefined;
  /** The members that carry it. */
  members: JsonMember[];
}

/** Scans the answer to this depth. Throws JsonScanError too. */
export function scanAnswer(bytes: Uint8Array, levels: number): ObjectNode {
  const root = scanJson(bytes, levels);
  if (!isObject(root)) throw new ShapeError('Opening an answer of Graph: it is not a JSON object');
  return root;
}

export function isObject(node: JsonNode): node is ObjectNode {
  return node.members !== undefined;
}

/** The last member of that name, which is the one that readers of JSON see. */
export function findMember({ members }: JsonNode, name: string): JsonMember | undefined {
  return members?.findLast((member) => member.name === name);
}

/** All members of that name, in upper or lower case. */
export function findMembersLike({ members }: ObjectNode, name: string): JsonMember[] {
  const wanted = name.toLowerCase();
  return members.filter(
    (member) => member.name.length === wanted.length && member.name.toLowerCase() === wanted,
  );
}

export function requireArray(node: JsonNode | undefined, name: string): ArrayNode {
  if (node?.items === undefined)
    throw new ShapeError(`Opening an answer of Graph: its ${name} is not an array`);
  return node as ArrayNode;
}

export function parseText(bytes: Uint8Array, node: JsonNode | undefined): string | undefined {
  return node && bytes[node.start] === 0x22 ? parseString(bytes, node) : undefined;
}

/** The next link of that name, in upper or lower case. A null is not a link. */
export function findNextLink(bytes: Uint8Array, object: ObjectNode, name = '@odata.nextLink'): NextLink {
  const members = findMembersLike(object, name).filter((member) => textAt(bytes, member.value) !== 'null');
  const [link, ...others] = new Set(members.map((member) => parseText(bytes, member.value)));
  if (members.length > 0 && link === undefined)
    throw new ShapeError(`Opening an answer of Graph: its ${name} is not a string`);
  if (others.length > 0) throw new ShapeError(`Opening an answer of Graph: it has more than one ${name}`);
  return { link, members };
}
