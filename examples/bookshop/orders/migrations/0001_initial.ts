import { Migration } from '@mikro-orm/migrations';

// Generated: sqlite b7f0d3ae78bc.
export default class extends Migration {
  override name = 'orders.0001_initial';
  static dependencies = ['auth.0001_initial', 'books.0001_initial'];

  override up() {
    this.addSql(`create table \`orders_order\` (\`id\` integer not null primary key autoincrement, \`customer_id\` integer not null, \`book_id\` integer not null, \`placed_at\` datetime not null, constraint \`orders_order_customer_id_foreign\` foreign key (\`customer_id\`) references \`auth_user\` (\`id\`) on delete cascade, constraint \`orders_order_book_id_foreign\` foreign key (\`book_id\`) references \`books_book\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`orders_order_customer_id_index\` on \`orders_order\` (\`customer_id\`);`);
    this.addSql(`create index \`orders_order_book_id_index\` on \`orders_order\` (\`book_id\`);`);
  }

  override down() {
    this.addSql(`drop table if exists \`orders_order\`;`);
  }
}
