/** The app settings that a Bicep file gives to an app, `appSettings: { … }`, with those of app.bicep for both apps. */
import { type InfraFiles, parametersIn, textOf } from './infra-files.ts';

const blockIn = (files: InfraFiles, path: string) =>
  /appSettings: \{\n([\s\S]*?)\n {4}\}/.exec(textOf(files, path))?.[1] ?? '';

/** Their names, those of the host among them. */
export function settingNamesIn(files: InfraFiles, path: string): string[] {
  return [...`${blockIn(files, path)}\n${textOf(files, 'app.bicep')}`.matchAll(/\b([A-Z]\w+): /g)]
    .map(([, name]) => name ?? '')
    .filter((name) => name === name.toUpperCase() || /^AzureWebJobs|__/.test(name));
}

/** Those of the file itself with the values that the app would see, by the defaults of its parameters and these `known`. */
export function evaluateSettings(
  files: InfraFiles,
  path: string,
  known: Record<string, string>,
): Record<string, string> {
  const parameters = new Map(parametersIn(textOf(files, path)).map((one) => [one.name, one]));
  const evaluate = (expression: string): string => {
    const [, literal] = /^'(.*)'$/.exec(expression) ?? [];
    const [, name = ''] = /^(?:string\()?(\w+)\)?(?: \? 'true' : 'false')?$/.exec(expression) ?? [];
    const value = literal ?? known[expression] ?? known[name] ?? parameters.get(name)?.default;
    if (value === undefined) throw new Error(`This test does not know ${expression}`);
    return value.replaceAll("'", '');
  };
  const lines = [...blockIn(files, path).matchAll(/^\s*(\w+): (.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, evaluate(value)]));
}
