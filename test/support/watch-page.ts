/** What goes wrong in a page without anybody seeing it. */
import type { Page, Request } from 'playwright-core';

/** Gives the list into which every trouble is written as it happens, a line each. */
export function watchPage(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    // What was not finished when the page was left has not failed.
    if (errorText !== 'net::ERR_ABORTED') troubles.push(`${describeRequest(request)}: ${errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400)
      troubles.push(`${describeRequest(response.request())}: ${response.status()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1')
      troubles.push(`${describeRequest(request)}: another machine`);
  });
  return troubles;
}

function describeRequest(request: Request): string {
  return `${request.method()} ${request.url()}`;
}
