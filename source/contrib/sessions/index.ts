export {Session} from './entities.ts';
