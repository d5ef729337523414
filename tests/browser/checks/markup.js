// Whether a page is valid HTML and says what it means, by html-validate.

import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
  // IDs of templates begin with `_`, which no user's ID does; HTML allows any but the empty one and those with spaces.
  "valid-id": ["error", { relaxed: true }],
  // Lists may be named: WAI-ARIA forbids it for elements without a role of their own only.
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
  // A scrolling `div` with the role `region` is a `section` to everybody who can tell.
  "prefer-native-element": ["error", { exclude: ["region"] }],
  // Titles are the users' own.
  "long-title": "off",
  // Boxes of one choice share a name.
  "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
  // Filters answer at once: there is nothing to submit.
  "wcag/h32": "off",
};
const validator = new HtmlValidate(
  new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules }),
);

/** Complains about what is not HTML. */
export async function validate(html, complain) {
  const { results } = await validator.validateString(html);
  for (const { messages } of results) {
    for (const { ruleId, message, line } of messages) complain(`line ${line}: html ${ruleId}: ${message}`);
  }
}
