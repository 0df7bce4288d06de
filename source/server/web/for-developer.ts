import type {Context} from '../../project/apps/routes.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';
import {isFromThisMachine} from '../control/address.ts';

/** Whether pages may show what the project consists of. */
export function isDevelopment({debug, environment}: CompleteSettings): boolean {
	return debug && environment !== 'production' && process.env.NODE_ENV !== 'production';
}

/** Whether the request comes from the developer, on this machine. */
export function isForDeveloper({req}: Context, settings: CompleteSettings): boolean {
	return isDevelopment(settings) && isFromThisMachine(req);
}
