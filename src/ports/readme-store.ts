/** Where the text is kept that explains the archive's container. */
export interface ReadmeStore {
  /** The digest that was put with the text; `undefined` when there is no text. */
  readDigest(): Promise<string | undefined>;
  /** Puts the text in place of an older one. Where a policy lets nothing be replaced, the older one stays. */
  put(text: string, digest: string): Promise<void>;
}
