/** The white space of the envelope around the raw pieces: none, or a lot of it in odd places. */
export interface Layout {
  readonly open: string;
  readonly separator: string;
  readonly close: string;
  readonly colon: string;
  readonly arrayOpen: string;
  readonly arraySeparator: string;
  readonly arrayClose: string;
}

const compact: Layout = {
  open: '{',
  separator: ',',
  close: '}',
  colon: ':',
  arrayOpen: '[',
  arraySeparator: ',',
  arrayClose: ']',
};

const pretty: Layout = {
  open: '{\r\n  ',
  separator: ' ,\r\n  ',
  close: '\r\n}',
  colon: '\t: ',
  arrayOpen: '[\n    ',
  arraySeparator: '\n    ,\t',
  arrayClose: '\n  ]',
};

export function layoutOf(isPretty: boolean): Layout {
  return isPretty ? pretty : compact;
}

export function renderArray(items: readonly string[], layout: Layout): string {
  return items.length === 0 ? '[]' : layout.arrayOpen + items.join(layout.arraySeparator) + layout.arrayClose;
}

export function renderMember(name: string, rawValue: string, layout: Layout): string {
  return JSON.stringify(name) + layout.colon + rawValue;
}

export function renderObject(members: readonly string[], layout: Layout): string {
  return layout.open + members.join(layout.separator) + layout.close;
}
