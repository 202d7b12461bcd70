/** One plain HTTP request to a server, to see who answers and how. No token goes with it, no redirect is followed. */

export interface HttpProbeAnswer {
  status: number;
  /** The server's own clock, to the second. */
  serverTime: Date | undefined;
  contentType: string | undefined;
  /** The beginning of the body. */
  body: string;
}

/** Throws when no answer comes in ten seconds, with the code of the network's fault where there is one. */
export type ProbeHttp = (request: { method: 'GET' | 'POST'; url: string }) => Promise<HttpProbeAnswer>;
