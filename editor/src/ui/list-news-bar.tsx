import { t } from '../text/index.js';
import { Button } from './button.js';
import type { News } from './list-news.js';

/** Says over a list what has come and gone while rows may not move; it takes no room, so that nothing moves for it. */
export function ListNews({ news, onShow }: { news: News | null; onShow: () => void }) {
  return (
    <div className="list-news" role="status">
      {news !== null && (
        <Button icon="up" onPress={onShow}>
          {newsText(news)} <strong>{t.common.show}</strong>
        </Button>
      )}
    </div>
  );
}

function newsText({ added, gone, isMore }: News): string {
  const parts = [...(added > 0 ? [t.common.added(added, isMore)] : []), ...(gone > 0 ? [t.common.gone(gone)] : [])];
  return parts.length === 0 ? t.common.moved : parts.join(', ');
}
