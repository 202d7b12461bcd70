/** A text as the beginning of a sentence. A name stays as the record has it; a word of ours begins with a capital letter. */

const ownWords = /^(the|somebody|no|internal user|external user) /;

export function startSentence(text: string): string {
  return ownWords.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
