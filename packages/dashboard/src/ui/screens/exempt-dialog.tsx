import { Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { RecommendationScore } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import { Choice } from '../parts/choice.tsx';
import { Modal } from '../parts/modal.tsx';
import { Failed } from '../parts/panel.tsx';
import { useSession } from '../session.tsx';

const words = texts.exempt;

interface ExemptDialogProps {
  readonly recommendation: RecommendationScore;
  /** Ids of the resources. */
  readonly resources: readonly string[];
  readonly onClose: (isDone: boolean) => void;
}

/** Takes responsibility for leaving resources as they are: kind, reason, owner, end. */
export function ExemptDialog({ recommendation, resources, onClose }: ExemptDialogProps) {
  const { api } = useSession();
  const queries = useQueryClient();
  const id = useId();
  const [category, setCategory] = useState<'Waiver' | 'Mitigated'>('Waiver');
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const [day, setDay] = useState('');
  const [wrong, setWrong] = useState<string>();
  const exempting = useMutation({
    mutationFn: async () => {
      await api.exempt(
        resources.map((scope) => ({
          scope,
          recommendations: [recommendation.name],
          category,
          reason: reason.trim(),
          ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
          ...(day === '' ? {} : { expiresOn: `${day}T23:59:59Z` }),
        })),
      );
    },
    onSuccess: async () => {
      onClose(true);
      await queries.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isPast = day !== '' && `${day}T23:59:59Z` < new Date().toISOString();
    setWrong(reason.trim() === '' ? words.missing : isPast ? words.past : undefined);
    if (reason.trim() !== '' && !isPast) exempting.mutate();
  };
  return (
    <Modal title={words.title} onClose={() => onClose(false)}>
      <form onSubmit={submit} noValidate className="form">
        <p>{words.lead(resources.length, recommendation.displayName)}</p>
        <Choice
          label={words.category}
          value={category}
          options={[
            { value: 'Waiver', title: words.waiver },
            { value: 'Mitigated', title: words.mitigated },
          ]}
          onChange={setCategory}
        />
        <label htmlFor={`${id}-reason`}>{words.reason}</label>
        <textarea
          id={`${id}-reason`}
          className="field"
          rows={3}
          maxLength={1_000}
          required
          value={reason}
          aria-invalid={wrong === words.missing}
          aria-describedby={`${id}-reason-hint`}
          onChange={(event) => setReason(event.target.value)}
        />
        <p id={`${id}-reason-hint`} className={wrong === words.missing ? 'wrong' : 'soft'}>
          {wrong === words.missing ? wrong : words.reasonHint}
        </p>
        <label htmlFor={`${id}-owner`}>{words.owner}</label>
        <input
          id={`${id}-owner`}
          className="field"
          maxLength={200}
          value={owner}
          aria-describedby={`${id}-owner-hint`}
          onChange={(event) => setOwner(event.target.value)}
        />
        <p id={`${id}-owner-hint`} className="soft">
          {words.ownerHint}
        </p>
        <label htmlFor={`${id}-day`}>{words.expires}</label>
        <input
          id={`${id}-day`}
          className="field"
          type="date"
          value={day}
          aria-invalid={wrong === words.past}
          aria-describedby={`${id}-day-hint`}
          onChange={(event) => setDay(event.target.value)}
        />
        <p id={`${id}-day-hint`} className={wrong === words.past ? 'wrong' : 'soft'}>
          {wrong === words.past ? wrong : words.expiresHint}
        </p>
        {exempting.error === null ? null : <Failed error={exempting.error} />}
        <div className="modal-actions">
          <Button onClick={() => onClose(false)}>{texts.cancel}</Button>
          <Button type="submit" appearance="primary" disabled={exempting.isPending}>
            {exempting.isPending ? words.working : words.button}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
