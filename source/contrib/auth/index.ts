export {authenticate, checkPassword, findUser, setPassword} from './accounts.ts';
export {reportAuthEvent} from './auth-log.ts';
export {FailedLogins, User, userProperties} from './entities.ts';
export {
	currentUser,
	forgetFailures,
	knowNetwork,
	logIn,
	loginRequired,
	logOut,
	superuserRequired,
	tryLogin,
} from './login.ts';
export {passwordErrors} from './password-rules.ts';
export {hashPassword, unusablePassword, verifyPassword} from './passwords.ts';
export type {RequiredProperty} from './required-properties.ts';
export {
	createSuperuser,
	type FieldErrors,
	isTaken,
	type SuperuserFields,
	superuserQuestions,
	validateIdentity,
	validateSuperuser,
} from './superuser.ts';
export {usernameErrors} from './usernames.ts';
