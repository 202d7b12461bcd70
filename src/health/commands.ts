/** The commands that fix what a check finds, one shell line each, with the names of this deployment filled in. */
import { names } from '../config/names.ts';
import { formatRemoveCommand, formatSetCommand, formatSite, type Site } from '../config/setting-commands.ts';
import { formatGrantCommand, type GraphRole } from '../model/graph-roles.ts';
import type { StorageAnswer } from '../ports/storage-probe.ts';

export interface Deployment {
  site: Site;
  /** The user-assigned identity that asks Graph; `undefined` for the system-assigned one. */
  clientId: string | undefined;
  /** The identity that signs in to storage. */
  storageClientId: string | undefined;
  /** Name of the archive's storage account. */
  storageAccount: string;
  /** Of the cloud's Graph, whatever GRAPH_BASE_URL says. */
  graphOrigin: string;
  publicOrigin: string;
}

export interface Commands {
  /** `objectId`: of the app's identity, where it is known. */
  grantRole(role: GraphRole, objectId?: string): string;
  /** Removes a subscription of Graph, on a machine that has the app's identity. */
  removeSubscription(id: string): string;
  setSetting(name: string, value: string): string;
  /** Restores the default. */
  removeSetting(name: string): string;
  /** Runs the function of a timer once. */
  runTimer(functionName: string): string;
  /** Shows the messages of a queue. */
  peek(queue: string): string;
  /** Creates a container, queue or table that is missing. */
  create(what: Pick<StorageAnswer, 'kind' | 'name'>): string;
  /** Gives the app's identity access to a container, queue or table. */
  letIn(what: Pick<StorageAnswer, 'kind' | 'name'>): string;
  /** Closes the row of a record in the failure ledger. */
  closeFailure(callId: string): string;
  /** Lists what the identity that signs in to storage may do, and where. */
  listRoles(): string;
  showStorageNetwork(): string;
  showIdentity(): string;
  /** Shows who may reach the app, and who must sign in. */
  showAccess(): string;
}

const dataRoles = {
  // The template defines it in infra/access.bicep; the name of the account follows.
  container: 'Call archive writer',
  queue: 'Storage Queue Data Contributor',
  table: 'Storage Table Data Contributor',
} as const;
const scopes = {
  container: 'blobServices/default/containers',
  queue: 'queueServices/default/queues',
  table: 'tableServices/default/tables',
} as const;

export function makeCommands(deployment: Deployment): Commands {
  const { clientId, storageClientId, storageAccount, graphOrigin, publicOrigin } = deployment;
  const site = formatSite(deployment.site);
  const principalOf = (client: string | undefined) =>
    client === undefined
      ? `$(az functionapp identity show ${site} --query principalId -o tsv)`
      : `$(az ad sp show --id ${client} --query id -o tsv)`;

  return {
    grantRole: (role, objectId) =>
      formatGrantCommand(role, { graphOrigin, principal: objectId ?? principalOf(clientId) }),
    removeSubscription: (id) =>
      `az login --identity${clientId ? ` --client-id ${clientId}` : ''} --allow-no-subscriptions && ` +
      `az rest --method DELETE --resource ${graphOrigin} --url ${graphOrigin}/v1.0/subscriptions/${id}`,
    setSetting: (name, value) => formatSetCommand(deployment.site, { [name]: value }),
    removeSetting: (name) => formatRemoveCommand(deployment.site, [name]),
    runTimer: (functionName) =>
      `curl -X POST ${publicOrigin}/admin/functions/${functionName} -H "Content-Type: application/json" -d "{}" ` +
      `-H "x-functions-key: $(az functionapp keys list ${site} --query masterKey -o tsv)"`,
    peek: (queue) =>
      `az storage message peek --auth-mode login --account-name ${storageAccount} --queue-name ${queue} --num-messages 32`,
    create: ({ kind, name }) =>
      `az storage ${kind} create --auth-mode login --account-name ${storageAccount} --name ${name}`,
    letIn: ({ kind, name }) =>
      `az role assignment create --role "${dataRoles[kind]}${kind === 'container' ? ` ${storageAccount}` : ''}" ` +
      `--assignee-object-id "${principalOf(storageClientId)}" --assignee-principal-type ServicePrincipal ` +
      `--scope "$(az storage account show --name ${storageAccount} --query id -o tsv)/${scopes[kind]}/${name}"`,
    closeFailure: (callId) =>
      `az storage entity merge --auth-mode login --account-name ${storageAccount} --table-name ${names.tables.failures} ` +
      `--entity PartitionKey=record RowKey=${callId} state=closed`,
    listRoles: () =>
      `az role assignment list --all --assignee "${principalOf(storageClientId)}" --query "[].[roleDefinitionName, scope]" -o tsv`,
    showStorageNetwork: () =>
      `az storage account show --name ${storageAccount} ` +
      `--query "{public:publicNetworkAccess,default:networkRuleSet.defaultAction}"`,
    showIdentity: () => `az functionapp identity show ${site}`,
    showAccess: () => `az functionapp config access-restriction show ${site}; az webapp auth show ${site}`,
  };
}
