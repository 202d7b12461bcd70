/** The text that explains the container `call-records` to whoever finds it, with nothing but plain tools. */

/** Its name in the container. */
export const readmeName = 'README.md';

export const readmeText = `# Call records of Microsoft Teams

This container is an archive. Microsoft Graph forgets a call record 30 days after the call; here is each one as Graph gave
it, every version, in Graph's own bytes. Nothing in it is ever changed. The format is version 1.

## Where a record is

    records/v1/tenant={tenantId}/date={YYYY-MM-DD}/{callId}.v{version}.json.gz

\`date\` is the UTC date on which the call started. \`callId\` is the id of the call record, \`version\` its version with
leading zeros. A later version of a record is a file of its own beside the earlier ones.

## How to read one

Each file is a gzip file of one JSON document: the call record with all its sessions, segments and participants.

    gunzip -c FILE | jq .
    python3 -c "import gzip, json, sys; print(json.load(gzip.open(sys.argv[1]))['organizer_v2'])" FILE

What the members mean: https://learn.microsoft.com/graph/api/resources/callrecords-callrecord

## How to check one

The metadata \`sha256\` and \`bytes\` of a blob are those of the document, unpacked:

    gunzip -c FILE | sha256sum

Where the metadata is lost, as in most downloads, gunzip still finds damage: the file ends with CRC-32 and length.

## How to check that nothing is missing or altered

The container call-proof beside this one holds a sealed manifest of each day's files, and docs/proof.md of the project says
what that proves and how to check it without the project. The command call-archive verify checks all of it, here or in a
downloaded folder.

## How to find one

All calls of a day are in one folder. By person, number, organizer or meeting, the table CallIndex of the same storage
account finds them; it is derived from these files and can be made again. The command call-archive searches both, and a
downloaded folder too.

docs/archive-format.md of the project Teams Call Archive says all of this to the byte.
`;
