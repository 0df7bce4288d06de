import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth', 'quarterdeck/sessions', './books', './orders'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: process.env.SECRET_KEY ?? 'insecure-key-for-development-only',
	loginRedirectUrl: '/',
});
