import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth', 'quarterdeck/sessions'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	urls: './urls.ts',
	// Lives in .env, which git ignores. Make one for each server.
	secretKey: process.env.SECRET_KEY ?? '',
	loginRedirectUrl: '/',
});
