import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth', 'quarterdeck/sessions', './books', './orders'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	// On a server, .env gives both: SECRET_KEY, and ALLOWED_HOSTS=shop.example.com,www.example.com
	allowedHosts: process.env.ALLOWED_HOSTS?.split(',') ?? [],
	secretKey: process.env.SECRET_KEY ?? 'insecure-key-for-development-only',
	loginRedirectUrl: '/',
});
