import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Report } from '../../model/answers.ts';
import {
  type ClassicStep,
  type ControlStep,
  classicSteps,
  controlSteps,
  sumOfSubscriptions,
  telling,
  weighed,
  weighedMean,
} from '../../model/explain.ts';
import { exact, percent, rounded } from '../../model/number.ts';
import { type ModelName, models, selectionCodec } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Gain } from '../parts/number.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Section } from '../parts/section.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useScore, useScores } from '../queries.tsx';
import { recommendationPath, ScreenLink, useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';

const words = texts.models;

/** Both models, explained with the numbers of this scope; the one in use first. */
export function ModelsScreen() {
  const [{ model }, change] = useScreenState(selectionCodec);
  const ordered = [model, ...models.filter((one) => one !== model)];
  return (
    <>
      <ScreenTitle title={words.title} lead={words.lead} />
      {ordered.map((one) => (
        <ModelPart key={one} model={one} isUsed={one === model} onUse={() => change({ model: one })} />
      ))}
    </>
  );
}

function ModelPart({ model, isUsed, onUse }: { readonly model: ModelName; readonly isUsed: boolean; readonly onUse: () => void }) {
  const { scope } = useSelection();
  const query = useScore({ scope, model });
  return (
    <Section
      title={words[model]}
      className="card"
      actions={
        isUsed ? (
          <span className="badge badge-quiet">{words.chosen}</span>
        ) : (
          <Button size="small" onClick={onUse}>
            {words.use(words[model])}
          </Button>
        )
      }
    >
      <Asked query={query}>{(report) => (model === 'classic' ? <Classic report={report} /> : <Controls report={report} />)}</Asked>
    </Section>
  );
}

function Classic({ report }: { readonly report: Report }) {
  const one = telling(report.recommendations);
  const steps = classicSteps(report.recommendations);
  const score = report.score;
  if (one === undefined || score === null) return <p>{texts.score.noScoreLead}</p>;
  const { classicSteps: said } = words;
  const total = one.healthy + one.unhealthy;
  return (
    <>
      <p>{words.classicLead}</p>
      <ol className="explanation">
        <Step title={said.share}>
          {said.shareText(one.displayName, rounded(one.healthy), rounded(total), exact(one.score.max), exact(one.score.current))}
        </Step>
        <Step title={said.impact}>{said.impactText(exact(one.score.max), exact(one.score.current), exact(one.impact))}</Step>
        <Step title={said.sum}>{said.sumText(texts.count(steps.length, 'recommendation'), exact(score.current), exact(score.max))}</Step>
        {report.subscriptions.length < 2 ? null : (
          <Step title={said.pool}>{said.poolText(exact(sumOfSubscriptions(report)), exact(score.current))}</Step>
        )}
      </ol>
      <details className="why">
        <summary>{words.table}</summary>
        <div className="list-head">
          <span className="soft">{texts.rows(steps.length, steps.length)}</span>
          <CsvButton name="classic-steps" columns={classicColumns} rows={steps} />
        </div>
        <DataTable label={words.table} columns={classicColumns} rows={steps} keyOf={({ name }) => name} />
      </details>
    </>
  );
}

function Controls({ report }: { readonly report: Report }) {
  const steps = controlSteps(report);
  const one = steps.find(({ healthy, unhealthy }) => healthy > 0 && unhealthy > 0) ?? steps[0];
  const { controlsSteps: said } = words;
  const score = report.score;
  if (one === undefined || score === null) return <p>{texts.score.noScoreLead}</p>;
  return (
    <>
      <p>{words.controlsLead}</p>
      <ol className="explanation">
        <Step title={said.control}>
          {said.controlText(one.name, rounded(one.healthy), rounded(one.total), exact(one.max), exact(one.current))}
        </Step>
        <Step title={said.sum}>{said.sumText(exact(score.current), exact(score.max), percent(score.percentage, 2))}</Step>
        {report.subscriptions.length < 2 ? null : (
          <Step title={said.weigh}>
            {said.weighText} <Weighing report={report} />
          </Step>
        )}
      </ol>
      <div className="list-head">
        <span className="soft">{texts.rows(steps.length, steps.length)}</span>
        <CsvButton name="controls" columns={controlColumns} rows={steps} />
      </div>
      <DataTable label={texts.score.controls} columns={controlColumns} rows={steps} keyOf={({ key }) => key} />
    </>
  );
}

/** So many subscriptions can be weighed in one sentence. */
const mostWeighed = 5;

/** The mean of the subscriptions, by weight, in this estate's numbers. */
function Weighing({ report }: { readonly report: Report }) {
  const { page } = useSession();
  const isShort = page === undefined && report.subscriptions.length <= mostWeighed;
  const alone = useScores(isShort ? report.subscriptions.map(({ id }) => ({ scope: [id], model: 'controls' })) : []);
  const rows = report.subscriptions.flatMap((subscription, at) => {
    const own = alone[at]?.data;
    return own === undefined ? [] : (weighed(subscription, own) ?? []);
  });
  if (!isShort || rows.length < 2 || alone.some(({ data }) => data === undefined)) return null;
  const { controlsSteps: said } = words;
  const parts = rows.map(({ displayName, percentage, weight }) => said.weighPart(displayName, percent(percentage, 2), rounded(weight)));
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  return <>{said.weighSum(parts.join(' + '), rounded(total), percent(weighedMean(rows), 2))}</>;
}

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li>
      <b>{title}</b>
      <p dir="auto">{children}</p>
    </li>
  );
}

const classicColumns: readonly DrawnColumn<ClassicStep>[] = [
  {
    id: 'name',
    title: words.classicColumns.name,
    value: ({ displayName }) => displayName,
    draw: ({ name, displayName }) => <ScreenLink to={recommendationPath(name)}>{displayName}</ScreenLink>,
  },
  { id: 'points', title: words.classicColumns.points, isNumber: true, value: ({ points }) => points },
  { id: 'share', title: words.classicColumns.share, isNumber: true, value: ({ healthy, total }) => `${healthy} / ${total}` },
  {
    id: 'current',
    title: words.classicColumns.current,
    isNumber: true,
    value: ({ current }) => current,
    draw: ({ current }) => exact(current),
  },
  { id: 'sum', title: words.classicColumns.sum, isNumber: true, priority: 2, value: ({ sum }) => sum, draw: ({ sum }) => exact(sum) },
];

const controlColumns: readonly DrawnColumn<ControlStep>[] = [
  {
    id: 'name',
    title: words.controlColumns.name,
    value: ({ name }) => name,
    draw: ({ name }) => (
      <ScreenLink to="/recommendations" search={{ control: name, show: 'all' }}>
        {name}
      </ScreenLink>
    ),
  },
  { id: 'share', title: words.controlColumns.share, isNumber: true, value: ({ healthy, total }) => `${healthy} / ${total}` },
  {
    id: 'current',
    title: words.controlColumns.current,
    isNumber: true,
    value: ({ current }) => current,
    draw: ({ current }) => exact(current),
  },
  { id: 'max', title: words.controlColumns.max, isNumber: true, priority: 2, value: ({ max }) => max, draw: ({ max }) => exact(max) },
  {
    id: 'gain',
    title: words.controlColumns.gain,
    isNumber: true,
    value: ({ potentialIncrease }) => potentialIncrease,
    draw: ({ potentialIncrease }) => <Gain value={potentialIncrease} />,
  },
];
