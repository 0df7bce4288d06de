import { Migration } from '@mikro-orm/migrations';

export class Migration20261129190627 extends Migration {

  override name = 'Migration20261129190627';

  override up(): void | Promise<void> {
    this.addSql(`create table \`author\` (\`id\` integer not null primary key autoincrement, \`name\` text not null);`);
    this.addSql(`create unique index \`author_name_unique\` on \`author\` (\`name\`);`);

    this.addSql(`create table \`book\` (\`id\` integer not null primary key autoincrement, \`title\` text not null, \`author_id\` integer not null, constraint \`book_author_id_foreign\` foreign key (\`author_id\`) references \`author\` (\`id\`));`);
    this.addSql(`create index \`book_author_id_index\` on \`book\` (\`author_id\`);`);
  }

}
