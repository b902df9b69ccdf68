// A form is not sent while one of its dates cannot be taken. The framework keeps such a date in the browser and goes on
// telling the server the one before: saved then, it would be a date that nobody sees. So the way to save leads to the field.
(() => {
  "use strict";
  const FORM = '[data-testid="stForm"], [class*="st-key-form-"][class$="-live"], [class*="-live "][class*="st-key-form-"]';
  const SENDS = '[data-testid="stFormSubmitButton"] button, [class*="st-key-form-"][class*="-submit"] button';
  const WRONG = '[data-testid="stDateInputField"][data-has-error], [data-testid="stDateTimeInputField"][data-has-error]';
  const wrongIn = (element) => element.closest(FORM)?.querySelector(WRONG);

  const hold = (event) => {
    const wrong = event.target instanceof Element && wrongIn(event.target);
    if (!wrong) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    wrong.querySelector('[role="spinbutton"], input')?.focus();
    wrong.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(SENDS)) hold(event);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) hold(event);
  }, true);
})();
