export {User} from './entities.ts';
