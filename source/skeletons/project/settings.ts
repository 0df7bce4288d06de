import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth', 'quarterdeck/sessions'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	urls: './urls.ts',
	// Read from .env, which git ignores. Use another key on each server.
	secretKey: process.env.SECRET_KEY ?? '',
	loginRedirectUrl: '/',
});
