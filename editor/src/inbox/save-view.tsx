import { useState } from 'react';
import type { Desk } from '../frame/desks.js';
import { ALL_DESKS } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { say } from '../ui/toast.js';
import { type Filters, NO_FILTERS } from './filters.js';
import { addressOf, saveView, toFilterInput, updateView, useSavedViews, viewPath } from './saved-views.js';
import { ViewDialog } from './view-dialog.js';

/** Keeps what is shown as a view; not there where it is what an inbox shows anyway, or is kept already. */
export function SaveView({ filters, desk }: { filters: Filters; desk: Desk | null }) {
  const views = useSavedViews();
  const [isAsking, setAsking] = useState(false);
  const slug = desk?.slug ?? ALL_DESKS;
  const address = addressOf(slug, filters);
  if (address === addressOf(slug, NO_FILTERS) || views.some((view) => viewPath(view) === address)) return null;
  const keep = async (name: string): Promise<string | null> => {
    const filter = toFilterInput(filters, desk?.id ?? null);
    const known = views.find((view) => view.name === name);
    const problem = await (known === undefined ? saveView(name, filter) : updateView(known.id, { filter }));
    if (problem === null) say(t.views.saved(name));
    return problem;
  };
  return (
    <>
      <Button look="quiet" onPress={() => setAsking(true)}>
        {t.views.save}
      </Button>
      {isAsking && (
        <ViewDialog
          title={t.views.saveTitle}
          hint={t.views.saveHint}
          replaceable={views.map(({ name }) => name)}
          onSubmit={keep}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
