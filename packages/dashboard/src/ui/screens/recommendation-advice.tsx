import type { RecommendationAbout } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Section } from '../parts/section.tsx';

const words = texts.recommendation;

/** What the catalogue says: why, against what, how, and when not. */
export function RecommendationAdvice({ about }: { readonly about: RecommendationAbout }) {
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
        {about.command === undefined ? null : (
          <>
            <h3>{words.commandTemplate}</h3>
            <div className="command">
              <code>{about.command}</code>
              <CopyButton text={about.command} />
            </div>
          </>
        )}
      </Section>
    </div>
  );
}
