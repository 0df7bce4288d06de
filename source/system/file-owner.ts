import {existsSync, lstatSync, readFileSync, statSync} from 'node:fs';

/**
 * Whether files of this user are as trustworthy as this process: they are its own, root's, or those of
 * the user behind sudo. Always true on Windows, which has no such numbers.
 */
export function isOwn(uid: number): boolean {
	const user = process.geteuid?.();
	if (user === undefined || uid === 0 || uid === user) return true;
	const {SUDO_UID = ''} = process.env;
	return user === 0 && /^\d+$/.test(SUDO_UID) && uid === Number(SUDO_UID);
}

/**
 * The first other user to whom a file belongs, or the link in its place.
 * @returns the user's number; undefined for one's own files and for a missing one
 * @throws the system's error if the file cannot be looked at
 */
export function otherOwnerOf(file: string): number | undefined {
	const stats = [lstatSync, statSync].map(look => look(file, {throwIfNoEntry: false}));
	return stats.map(stat => stat?.uid).find(uid => uid !== undefined && !isOwn(uid));
}

export interface UserName {
	/** `ada`, or `user 1001` if the system does not know the name. */
	name: string;
	/** As `sudo -u` takes it. */
	sudo: string;
}

export function nameOfUser(uid: number): UserName {
	const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
	const name = users.map(line => line.split(':')).find(fields => fields[2] === String(uid))?.[0];
	return name ? {name, sudo: name} : {name: `user ${uid}`, sudo: `'#${uid}'`};
}
