import { useState } from 'react';
import { useLocation } from 'wouter';
import { client } from '../api/client.js';
import { graphql } from '../api/graphql.js';
import { sessionState } from '../api/session.js';
import { useStore } from '../api/store.js';
import { mayReadLog } from '../frame/may.js';
import { auditPath } from '../routes.js';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { failureText } from '../ui/failure.js';
import { say } from '../ui/toast.js';

const DecisionsOfClaimQuery = graphql(`
  query DecisionsInLog($claim: ID!) {
    auditLog(filter: { stream: $claim, types: ["decision.created"] }, first: 100) {
      edges {
        node {
          id: index
          subjectId
        }
      }
    }
  }
`);

/** Whether entries of the sealed log lead anywhere for who is signed in. */
export function useMayReadLog(): boolean {
  const state = useStore(sessionState);
  return 'session' in state && mayReadLog(state.session);
}

/** Leads from a decision to its place in the sealed log, and the proof that it is there. */
export function ProofLink({ claimId, decisionId }: { claimId: string; decisionId: string }) {
  const [isBusy, setBusy] = useState(false);
  const [, navigate] = useLocation();
  const mayRead = useMayReadLog();
  if (!mayRead) return null;
  const find = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await client.query(
      DecisionsOfClaimQuery,
      { claim: claimId },
      { requestPolicy: 'network-only' },
    );
    setBusy(false);
    if (error !== undefined) return say(failureText(error));
    const index = data?.auditLog.edges.find(({ node }) => node.subjectId === decisionId)?.node.id;
    if (typeof index === 'number') navigate(auditPath(index));
    else say(t.history.unsealedYet);
  };
  return (
    <Button look="quiet" icon="stamp" isBusy={isBusy} onPress={() => void (isBusy || find())}>
      {t.audit.findProof}
    </Button>
  );
}
