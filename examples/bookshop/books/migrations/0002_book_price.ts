import { Migration } from '@mikro-orm/migrations';

// Generated: sqlite 6d382d18afdf.
export default class extends Migration {
  override name = 'books.0002_book_price';
  static dependencies = ['books.0001_initial'];

  override up() {
    this.addSql(`alter table \`books_book\` add column \`price\` integer not null default 0;`);
  }

  override down() {
    this.addSql(`alter table \`books_book\` drop column \`price\`;`);
  }
}
