/** An authority that signs, with its own clock, that some bytes existed (RFC 3161). */

export type Stamping =
  /** `response` is the whole TimeStampResp, checked: it is what is kept beside the bytes. */
  | { outcome: 'stamped'; response: Uint8Array; stampedAt: Date }
  /** There is no stamp this time; asking again later is harmless. `why` is for a log line: no word of the answer is in it. */
  | { outcome: 'failed'; why: string };

export interface TimeStampAuthority {
  /**
   * Asks for a stamp of these bytes; only their SHA-256 is sent. What comes back is checked before it is given: granted,
   * of this digest and this request, signed by a certificate that may stamp and was valid at the time, near this clock.
   * Never throws for what the authority or the network does, and ends in 20 seconds.
   */
  stamp(bytes: Uint8Array): Promise<Stamping>;
}
