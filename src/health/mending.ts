/** The commands that mend what a check finds, one line for a shell each, with the names of this deployment in them. */
import { formatGrantCommand, type GraphRole } from '../model/graph-roles.ts';
import type { StorageAnswer } from '../ports/storage-probe.ts';

export interface Deployment {
  /** Of the function app; where Azure does not tell, a variable of the shell stands for it. */
  siteName: string;
  resourceGroup: string;
  /** The user-assigned identity that asks Graph; `undefined` for the system-assigned one. */
  clientId: string | undefined;
  /** The identity that signs in to storage. */
  storageClientId: string | undefined;
  /** Name of the archive's storage account. */
  storageAccount: string;
  /** Of the cloud's Graph, whatever stands in between. */
  graphOrigin: string;
}

export interface Mending {
  grantRole(role: GraphRole): string;
  setSetting(name: string, value: string): string;
  showSetting(name: string): string;
  restart(): string;
  /** Creates a container, queue or table that is missing. */
  create(what: Pick<StorageAnswer, 'kind' | 'name'>): string;
  /** Lets the app's identity into a container, queue or table. */
  letIn(what: Pick<StorageAnswer, 'kind' | 'name'>): string;
  showStorageNetwork(): string;
  showIdentity(): string;
}

const dataRoles = {
  container: 'Storage Blob Data Contributor',
  queue: 'Storage Queue Data Contributor',
  table: 'Storage Table Data Contributor',
} as const;
const scopes = {
  container: 'blobServices/default/containers',
  queue: 'queueServices/default/queues',
  table: 'tableServices/default/tables',
} as const;

export function makeMending(deployment: Deployment): Mending {
  const { siteName, resourceGroup, clientId, storageClientId, storageAccount, graphOrigin } = deployment;
  const site = `--resource-group ${resourceGroup} --name ${siteName}`;
  const principalOf = (client: string | undefined) =>
    client === undefined
      ? `$(az functionapp identity show ${site} --query principalId -o tsv)`
      : `$(az ad sp show --id ${client} --query id -o tsv)`;

  return {
    grantRole: (role) => formatGrantCommand(role, { graphOrigin, principal: principalOf(clientId) }),
    setSetting: (name, value) =>
      `az functionapp config appsettings set ${site} --settings "${name}=${value}"`,
    showSetting: (name) =>
      `az functionapp config appsettings list ${site} --query "[?name=='${name}'].value" -o tsv`,
    restart: () => `az functionapp restart ${site}`,
    create: ({ kind, name }) =>
      `az storage ${kind} create --auth-mode login --account-name ${storageAccount} --name ${name}`,
    letIn: ({ kind, name }) =>
      `az role assignment create --role "${dataRoles[kind]}" ` +
      `--assignee-object-id "${principalOf(storageClientId)}" --assignee-principal-type ServicePrincipal ` +
      `--scope "$(az storage account show --name ${storageAccount} --query id -o tsv)/${scopes[kind]}/${name}"`,
    showStorageNetwork: () =>
      `az storage account show --name ${storageAccount} ` +
      `--query "{public:publicNetworkAccess,default:networkRuleSet.defaultAction}"`,
    showIdentity: () => `az functionapp identity show ${site}`,
  };
}
