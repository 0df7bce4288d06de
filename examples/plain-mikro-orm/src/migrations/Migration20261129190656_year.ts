import { Migration } from '@mikro-orm/migrations';

export class Migration20261129190656_year extends Migration {

  override name = 'Migration20261129190656_year';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`book\` add column \`year\` integer null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`book\` drop column \`year\`;`);
  }

}
