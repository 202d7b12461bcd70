/** The number of the ticket for which somebody looks. It stands in the URL, so that a link keeps it. */

const ticketForm = /^[A-Za-z0-9._#-]{1,64}$/;

/** `undefined` when there is no ticket, or what is there is not one. */
export function ticketOf(url: URL): string | undefined {
  return ticketIn(url.searchParams);
}

/** Likewise in a form. */
export function ticketIn(params: URLSearchParams): string | undefined {
  const text = params.get('ticket')?.trim() ?? '';
  return ticketForm.test(text) ? text : undefined;
}
