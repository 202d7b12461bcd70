/**
 * The `@odata.context` of each answer. It names Microsoft's Graph and not the simulator: it is an identifier,
 * and so a record's bytes do not depend on the port of a test run.
 */
const metadata = (version: string) =>
  `https://graph.microsoft.com/${version}/$metadata#communications/callRecords`;

export const contextOf = {
  record: (version: string) => `${metadata(version)}/$entity`,
  recordWithSessions: (version: string) => `${metadata(version)}(sessions(segments()))/$entity`,
  recordWithBareSessions: (version: string) => `${metadata(version)}(sessions())/$entity`,
  recordWithParticipants: (version: string) => `${metadata(version)}(participants_v2())/$entity`,
  records: (version: string) => metadata(version),
  sessions: (version: string, id: string) => `${metadata(version)}('${id}')/sessions`,
  sessionsWithSegments: (version: string, id: string) => `${metadata(version)}('${id}')/sessions(segments())`,
  segments: (version: string, id: string, session: string) =>
    `${metadata(version)}('${id}')/sessions('${session}')/segments`,
  participants: (version: string, id: string) => `${metadata(version)}('${id}')/participants_v2`,
};
