import { Migration } from '@mikro-orm/migrations';

export class Migration20261129190749 extends Migration {

  override name = 'Migration20261129190749';

  override up(): void | Promise<void> {
    this.addSql(`create table \`task\` (\`id\` integer not null primary key autoincrement, \`title\` text not null, \`created_at\` datetime not null);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`task\`;`);
  }

}
