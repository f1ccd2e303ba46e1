import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A claim in an article. */
@Entity('appearance')
@Unique('appearance_once', ['claimId', 'articleId', 'stance'])
@Index('appearance_article_idx', ['articleId'])
export class AppearanceEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'appearance_pkey' })
  id: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;

  @Column({ name: 'article_id', type: 'uuid' })
  articleId: string;

  @Column({ type: 'text' })
  stance: string;

  /** The chain of sources, outermost first; empty where the article itself speaks. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  attribution: string[];

  @Column({ name: 'claimant_as_written', type: 'text', nullable: true })
  claimantAsWritten: string | null;

  @Column({ name: 'submitted_by', type: 'uuid', nullable: true })
  submittedBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
