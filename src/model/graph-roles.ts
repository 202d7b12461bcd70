/** The application permissions of Microsoft Graph that the app needs, and the command that grants one. */

/** The id of Microsoft Graph itself, the same in every tenant and cloud (graph-facts §8). */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

export const graphRoles = {
  'CallRecords.Read.All': '45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8',
  'CallRecord-PstnCalls.Read.All': 'a2611786-80b3-417e-adaa-707d4261a5f0',
} as const;

export type GraphRole = keyof typeof graphRoles;

export interface Grantee {
  /** Of the cloud's Graph, such as `https://graph.microsoft.com`. */
  graphOrigin: string;
  /** What gives the object id of the app's identity: the id, or a command in a shell's `$(…)`. */
  principal: string;
}

/** One line for a POSIX shell, for a person who may grant permissions (Privileged Role Administrator). */
export function formatGrantCommand(role: GraphRole, { graphOrigin, principal }: Grantee): string {
  const body =
    `{\\"principalId\\":\\"${principal}\\",` +
    `\\"resourceId\\":\\"$(az ad sp show --id ${graphAppId} --query id -o tsv)\\",` +
    `\\"appRoleId\\":\\"${graphRoles[role]}\\"}`;
  return (
    `az rest --method POST --resource ${graphOrigin} ` +
    `--url "${graphOrigin}/v1.0/servicePrincipals(appId='${graphAppId}')/appRoleAssignedTo" ` +
    `--headers Content-Type=application/json --body "${body}"`
  );
}
