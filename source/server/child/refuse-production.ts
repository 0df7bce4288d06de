import {CommandError} from '../../errors/command-error.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';

/** It shows source code on error pages. @throws CommandError `production` */
export function refuseProduction({environment}: Pick<CompleteSettings, 'environment'>): void {
	const isProduction = environment === 'production' || process.env.NODE_ENV === 'production';
	if (!isProduction) return;
	throw new CommandError('runserver is a development server and does not run in production.', {
		code: 'production',
		hint: "For production, 'quarterdeck systemd' prints a unit. For development, unset NODE_ENV or set environment: 'development' in settings.ts.",
	});
}
