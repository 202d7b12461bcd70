/** What a sealed archive may claim, in these words everywhere, and what it does not. */

export const claim =
  'For each sealed day, every call that Graph listed at the stated time is in the archive, in that version or a later one, ' +
  'or is named as missing; and no sealed file was altered, removed or added since it was sealed. Against somebody ' +
  "who can write to the storage account this holds up to the newest anchor: a seal's hash known from elsewhere, a time stamp checked against its authority, or a locked policy.";

export const notClaimed =
  'Not claimed: that Microsoft listed everything, that the content is true, anything about a day that is not sealed.';
