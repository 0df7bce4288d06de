export {authenticate, findUser, setPassword} from './accounts.ts';
export {User} from './entities.ts';
export {currentUser, logIn, loginRequired, logOut, superuserRequired} from './login.ts';
export {passwordErrors} from './password-rules.ts';
export {hashPassword, unusablePassword, verifyPassword} from './passwords.ts';
export {
	createSuperuser,
	type FieldErrors,
	isTaken,
	type SuperuserFields,
	validateIdentity,
	validateSuperuser,
} from './superuser.ts';
export {usernameErrors} from './usernames.ts';
