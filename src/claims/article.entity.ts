import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A published document in which claims appear. Known by its address, or by outlet and citation. */
@Entity('article')
@Index('article_url_key', ['url'], { unique: true, where: 'url IS NOT NULL' })
@Index('article_citation_key', ['outlet', 'citation'], { unique: true, where: 'url IS NULL' })
export class ArticleEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'article_pkey' })
  id: string;

  @Column({ type: 'text' })
  outlet: string;

  @Column({ type: 'text', nullable: true })
  url: string | null;

  @Column({ type: 'text', nullable: true })
  citation: string | null;

  /** Calendar day, YYYY-MM-DD. */
  @Column({ name: 'published_at', type: 'date', nullable: true })
  publishedAt: string | null;

  @Column({ type: 'text' })
  language: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
