/**
 * Graph's own shape of a refusal.
 * https://learn.microsoft.com/graph/errors#error-resource-type
 */
import { type Answer, type GraphRequest, jsonAnswer } from './exchange.ts';

type Identified = Pick<GraphRequest, 'requestId' | 'clientRequestId'>;

export function graphErrorText(request: Identified, code: string, message: string): string {
  return JSON.stringify({
    error: {
      code,
      message,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        'request-id': request.requestId,
        'client-request-id': request.clientRequestId,
      },
    },
  });
}

export function graphError(
  request: Identified,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return jsonAnswer(status, graphErrorText(request, code, message), headers);
}

export function badRequest(request: Identified, message: string): Answer {
  return graphError(request, 400, 'BadRequest', message);
}
