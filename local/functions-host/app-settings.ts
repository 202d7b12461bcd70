/** App settings as the triggers see them: the environment, and `%NAME%` inside a trigger's options. */
import { HostStartError } from './host-start-error.ts';

export type AppSettings = Readonly<Record<string, string | undefined>>;

/** `%NAME%` becomes the setting's value, as the runtime does; a missing one stops the start. */
export function resolveSettings(text: string, settings: AppSettings, functionName: string): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value) return value;
    throw new HostStartError(`Setting ${name} is missing: function "${functionName}" needs it in "${text}"`);
  });
}
