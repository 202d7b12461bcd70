/** The Azure CLI's commands that change app settings, one line for a shell each. */
import type { Setting } from './settings.ts';

/** The function app's own names; where Azure does not tell them, variables of the shell stand for them. */
export interface Site {
  name: string | undefined;
  resourceGroup: string | undefined;
}

export function readSite(env: Readonly<Record<string, string | undefined>>): Site {
  return {
    name: env['WEBSITE_SITE_NAME']?.trim() || undefined,
    resourceGroup: env['WEBSITE_RESOURCE_GROUP']?.trim() || undefined,
  };
}

export function formatSite({ name = '$APP', resourceGroup = '$GROUP' }: Site): string {
  return `--resource-group ${resourceGroup} --name ${name}`;
}

export function formatSetCommand(site: Site, values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `"${name}=${value}"`);
  return `az functionapp config appsettings set ${formatSite(site)} --settings ${pairs.join(' ')}`;
}

/** The app has their defaults again. */
export function formatRemoveCommand(site: Site, names: readonly string[]): string {
  return `az functionapp config appsettings delete ${formatSite(site)} --setting-names ${names.join(' ')}`;
}

/** Commands for the settings that problems name: a good value where one is known, else without the wrong one. */
export function makeSettingCommands(
  settings: Readonly<Record<string, Setting>>,
  problems: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  site: Site,
): string[] {
  const values: Record<string, string> = {};
  const removed: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    if (!problems.some((problem) => new RegExp(`(?<!\\w)${name}(?!\\w)`).test(problem))) continue;
    const { default: byDefault, example = byDefault } = setting;
    if (example !== undefined) values[name] = example;
    else if (env[name]?.trim()) removed.push(name);
  }
  return [
    ...(Object.keys(values).length > 0 ? [formatSetCommand(site, values)] : []),
    ...(removed.length > 0 ? [formatRemoveCommand(site, removed)] : []),
  ];
}
