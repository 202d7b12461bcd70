/** What an HTTP route answers, free of any host. */
export interface HttpReply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** An operators' route: takes the text of the request's body. */
export type ReceiveBody = (body: string) => Promise<HttpReply>;

const json = { 'content-type': 'application/json; charset=utf-8' };

/** An answer that is not a refusal. */
export function formatReply(status: number, value: object): HttpReply {
  return { status, headers: { ...json }, body: JSON.stringify(value) };
}

/** A refusal in the one form that all routes use. */
export function formatRefusal(status: number, code: string, message: string): HttpReply {
  return {
    status,
    headers: { ...json },
    body: JSON.stringify({ error: { code, message } }),
  };
}
