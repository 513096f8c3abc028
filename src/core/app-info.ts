/** What a window's first page says about this program and this machine. */
import { Failure } from '../base/failure.ts';
import type { AppInfo } from '../contract/index.ts';
import type { ToolVersion } from '../contract/exhibits.ts';
import type { Context } from './context.ts';
import type { SettingsFile } from './settings/settings.ts';
import { existingMachineIdentity } from './report/machine-identity.ts';

export async function appInfo(context: Context, settings: SettingsFile): Promise<AppInfo> {
  const identity = await existingMachineIdentity(context.ports.dataFolder);
  return {
    version: context.ports.version,
    door: context.ports.door,
    tools: await toolVersions(context),
    provider: await settings.providerWish(),
    identity: identity === null ? null : identity.info,
  };
}

/** A machine without ffmpeg still opens cases: the list is then without it. */
async function toolVersions(context: Context): Promise<ToolVersion[]> {
  const tools: ToolVersion[] = [{ name: 'node', version: process.versions.node }];
  try {
    return [{ name: 'ffmpeg', version: (await context.tools()).version }, ...tools];
  } catch (error) {
    if (error instanceof Failure && error.code === 'TOOL_MISSING') return tools;
    throw error;
  }
}
