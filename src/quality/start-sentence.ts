/** A text as the beginning of a sentence. A name stays as the record has it; a word of ours begins with a capital letter. */

/** Those of people without a name among them, which say of what kind they are. */
const ownWords =
  /^(the|somebody|no|internal user|external user|user|guest|phone|application|hidden person|on-premises user) /;

export function startSentence(text: string): string {
  return ownWords.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
