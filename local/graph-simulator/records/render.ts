/** Puts raw pieces together into the text of an answer. */
import { type Layout, renderArray, renderMember, renderObject } from './layout.ts';

export type LinkSide = 'before' | 'after';

interface CollectionParts {
  readonly context: string;
  readonly items: readonly string[];
  readonly link: string | undefined;
  readonly linkSide: LinkSide;
  readonly layout: Layout;
}

interface ExpandedParts extends CollectionParts {
  readonly head: readonly string[];
  readonly tail: readonly string[];
  /** `sessions` or `participants_v2`. */
  readonly name: string;
}

export function renderExpanded(parts: ExpandedParts): string {
  return renderObject(
    [
      contextMember(parts),
      ...parts.head,
      ...arrayAndLink(parts.name, `${parts.name}@odata.nextLink`, parts),
      ...parts.tail,
    ],
    parts.layout,
  );
}

export function renderCollection(parts: CollectionParts): string {
  return renderObject(
    [contextMember(parts), ...arrayAndLink('value', '@odata.nextLink', parts)],
    parts.layout,
  );
}

function contextMember({ context, layout }: CollectionParts): string {
  return renderMember('@odata.context', JSON.stringify(context), layout);
}

function arrayAndLink(name: string, linkName: string, parts: CollectionParts): string[] {
  const array = renderMember(name, renderArray(parts.items, parts.layout), parts.layout);
  if (parts.link === undefined) return [array];
  const link = renderMember(linkName, JSON.stringify(parts.link), parts.layout);
  return parts.linkSide === 'before' ? [link, array] : [array, link];
}
