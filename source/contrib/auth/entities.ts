export {FailedLogins} from './throttle/entities.ts';
export {User, userProperties} from './user/user.ts';
