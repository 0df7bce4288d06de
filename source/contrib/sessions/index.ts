export {Session} from './entities.ts';
export {removeExpiredSessions} from './store.ts';
