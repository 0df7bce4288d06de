import type {
	FieldErrors,
	RequiredProperty,
	SuperuserFields,
	Superusers,
} from '../../source/users/superusers.ts';

/** Superusers that are only noted, and refused with these errors. */
export function superusersThat(
	errors: FieldErrors | ((fields: SuperuserFields) => FieldErrors),
	questions: RequiredProperty[] = [],
): Superusers & {created: SuperuserFields[]} {
	const created: SuperuserFields[] = [];
	const errorsOf = (fields: SuperuserFields) =>
		typeof errors === 'function' ? errors(fields) : errors;
	const identityOf = (fields: SuperuserFields) => {
		const {password, ...identity} = errorsOf(fields);
		return identity;
	};
	return {
		created,
		questions,
		...{usernameLabel: 'Username', asksEmail: true},
		isTaken: async () => false,
		validate: async fields => errorsOf(fields),
		validateIdentity: async fields => identityOf(fields),
		async create(fields, {bypassValidation}) {
			const found = bypassValidation ? identityOf(fields) : errorsOf(fields);
			if (Object.keys(found).length === 0) created.push(fields);
			return found;
		},
		close: async () => {},
	};
}
