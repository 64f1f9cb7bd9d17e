import { Button } from '@fluentui/react-components';
import { percent, rounded, signed } from '../../model/number.ts';
import { planText } from '../../model/plan.ts';
import type { ListedRecommendation } from '../../model/recommendation-list.ts';
import type { ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Failed } from '../parts/panel.tsx';
import { useWhatIf } from '../queries.tsx';

const words = texts.recommendations;

interface PlanBarProps {
  readonly rows: readonly ListedRecommendation[];
  readonly plan: readonly string[];
  readonly selection: ScreenSelection;
  readonly onChange: (plan: readonly string[]) => void;
}

/** What the score would be with the chosen recommendations completed; the server computes it by the same code as the score. */
export function PlanBar({ rows, plan, selection, onChange }: PlanBarProps) {
  const answer = useWhatIf(selection, plan);
  if (plan.length === 0) return <p className="soft plan-hint">{words.planHint}</p>;
  if (answer.error !== null) return <Failed error={answer.error} onRetry={() => void answer.refetch()} />;
  const { before, after } = answer.data ?? { before: null, after: null };
  const text = planText(rows, plan, {
    head: words.planHead(rounded(before?.current ?? 0), rounded(after?.current ?? 0)),
    line: ({ displayName, impact, unhealthy }) => words.planLine(displayName, signed(impact), texts.count(unhealthy, 'resource')),
    link: window.location.href,
  });
  return (
    <section className="plan" aria-label={words.plan} aria-live="polite">
      <span className="plan-title">{words.planOf(plan.length)}</span>
      {before === null || after === null ? (
        <span className="bone bone-line" />
      ) : (
        <>
          <span className="plan-score" data-value="plan">
            {words.becomes(rounded(before.current), rounded(after.current))}
          </span>
          <span className="gain">{texts.points(signed(after.current - before.current))}</span>
          <span className="soft">{words.becomes(percent(before.percentage), percent(after.percentage))}</span>
        </>
      )}
      <span className="plan-actions">
        <CopyButton text={window.location.href} label={words.planLink} isPrimary />
        <CopyButton text={text} label={words.planText} />
        <Button size="small" onClick={() => onChange([])}>
          {words.planClear}
        </Button>
      </span>
    </section>
  );
}
