import type { RecommendationAnswer } from '../../model/answers.ts';
import { fixCommandsFor } from '../../model/fix-command.ts';
import type { ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { Command } from '../parts/command.tsx';
import { Section } from '../parts/section.tsx';
import { useResourcesOf } from '../queries.tsx';

const words = texts.recommendation;

/** What the catalogue says: why, against what, how, and when not. */
export function RecommendationAdvice({
  answer,
  selection,
}: {
  readonly answer: RecommendationAnswer;
  readonly selection: ScreenSelection;
}) {
  const { about } = answer;
  return (
    <div className="advice">
      <Section title={words.why} className="card">
        <p>{about.why}</p>
        {about.threats.length === 0 ? null : (
          <>
            <h3>{words.threats}</h3>
            <ul className="chips">
              {about.threats.map((threat) => (
                <li key={threat}>{texts.threats[threat]}</li>
              ))}
            </ul>
          </>
        )}
        {about.whenNotToFix === '' ? null : (
          <>
            <h3>{words.whenNot}</h3>
            <p>{about.whenNotToFix}</p>
          </>
        )}
        {about.decidedBy === undefined ? null : (
          <>
            <h3>{words.decidedBy}</h3>
            <p>{about.decidedBy}</p>
          </>
        )}
      </Section>
      <Section title={words.fix} className="card">
        <ol className="steps">
          {about.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {about.caution === undefined ? null : (
          <p className="caution">
            <b>{words.caution}: </b>
            {about.caution}
          </p>
        )}
        {about.together === undefined ? null : (
          <>
            <h3>{words.together}</h3>
            <p>{about.together.action}</p>
          </>
        )}
        {about.command === undefined ? null : <ReadyCommand answer={answer} template={about.command} selection={selection} />}
      </Section>
    </div>
  );
}

interface ReadyCommandProps {
  readonly answer: RecommendationAnswer;
  readonly template: string;
  readonly selection: ScreenSelection;
}

/** The command with the ids of this estate; the template where nothing is unhealthy. */
function ReadyCommand({ answer, template, selection }: ReadyCommandProps) {
  const { name, unhealthy } = answer.recommendation;
  // The very question that the list below asks first.
  const { rows } = useResourcesOf(name, selection, { status: unhealthy === 0 ? undefined : 'Unhealthy', search: '', subscription: '' });
  const ids = rows.map(({ id }) => id);
  const commands = fixCommandsFor(template, unhealthy === 0 ? [] : ids);
  const [first] = commands;
  if (first === undefined) {
    return (
      <>
        <h3>{words.commandTemplate}</h3>
        <Command text={template} />
      </>
    );
  }
  return (
    <>
      <h3>{words.commandReady}</h3>
      <Command
        text={first}
        copied={commands.join('\n')}
        label={ids.length < unhealthy ? words.copyFirst(commands.length) : words.copyAll(commands.length)}
      />
      {unhealthy > 1 && commands.length > 1 ? <p className="soft">{words.commandMore(unhealthy - 1)}</p> : null}
    </>
  );
}
