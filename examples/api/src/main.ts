import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {MikroORM} from '@mikro-orm/sqlite';
import {migrate} from 'quarterdeck';
import {createApplication} from './application.ts';
import config from './mikro-orm.config.ts';

const orm = await MikroORM.init(config);

// Several processes may start at once: the first one applies each migration, the others wait.
for await (const event of migrate({orm})) {
	if (event.type === 'applied') console.log(`Applied ${event.migration}`);
}

const server = createApplication(orm).listen(process.env.PORT ?? 3000);
await once(server, 'listening');
const {port} = server.address() as AddressInfo;
console.log(`Listening on http://localhost:${port}/`);

process.once('SIGTERM', () => server.close(() => orm.close()));
