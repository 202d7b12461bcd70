/** What an HTTP route answers, free of any host. */
export interface HttpReply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A refusal in the one form that all routes use. */
export function formatRefusal(status: number, code: string, message: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ error: { code, message } }),
  };
}
