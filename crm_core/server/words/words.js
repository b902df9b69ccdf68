// Says the framework's own words in the user's language. The server fills in the dictionaries; the page names the language
// twice: in <html lang> when it is sent, and in the property --crm-language whenever a script has run.
(() => {
  "use strict";
  const DICTIONARIES = /* dictionaries */ {};
  const ATTRIBUTES = ["placeholder", "aria-label", "title", "alt"];
  const OURS = [
    '[data-testid="stMarkdownContainer"]', '[data-testid="stHtml"]', '[data-testid="stIconMaterial"]',
    '[data-testid="stCode"]', "textarea", "script", "style", "svg.main-svg",
  ].join(",");
  const THEIRS = '[data-testid="stFileUploader"] button';
  const said = new WeakMap(); // node: what the framework said and what we made of it, so that it can be said anew

  let language = Object.keys(DICTIONARIES).find((key) => DICTIONARIES[key].tag === document.documentElement.lang) || "en";

  // Calendars and numbers ask the browser for its language; a browser's own English is as good as ours.
  const own = navigator.language;
  const tag = () => (language === "en" && own.startsWith("en") ? own : DICTIONARIES[language].tag);
  Object.defineProperty(Navigator.prototype, "language", { get: tag, configurable: true });
  Object.defineProperty(Navigator.prototype, "languages", { get: () => [tag()], configurable: true });

  const patterns = {};
  for (const [key, { filled }] of Object.entries(DICTIONARIES)) {
    patterns[key] = filled.map(([pattern, replacement]) => [new RegExp(pattern), replacement]);
  }

  const translated = (text) => {
    const words = text.trim();
    const fixed = DICTIONARIES[language].fixed[words];
    if (fixed !== undefined) return text.replace(words, () => fixed);
    const icon = ICON.exec(words);
    if (icon && DICTIONARIES[language].icons[icon[1]]) return DICTIONARIES[language].icons[icon[1]];
    const fit = words && words.length < 200 && patterns[language].find(([pattern]) => pattern.test(words));
    return fit ? words.replace(fit[0], fit[1]) : text;
  };

  // An icon among words is called "call icon" by the framework: it is called by what it says, or not read out.
  const ICON = /^(\w+) icon$/;
  const nameIcon = (node) => {
    const name = node.getAttribute("role") === "img" && ICON.exec(node.getAttribute("aria-label"));
    if (!name || DICTIONARIES[language].icons[name[1]]) return;
    const control = node.closest("button, a");
    if (!control || control.textContent.trim() !== node.textContent.trim()) node.setAttribute("aria-hidden", "true");
  };

  const remembered = (node, slot, now) => {
    const all = said.get(node) || said.set(node, {}).get(node);
    if (!all[slot] || all[slot].made !== now) all[slot] = { given: now, made: now };
    return all[slot];
  };

  const say = (node, slot, now, put) => {
    const memory = remembered(node, slot, now);
    memory.made = translated(memory.given);
    if (memory.made !== now) put(memory.made);
  };

  const isTheirs = (element) => !element.closest(OURS) || element.closest(THEIRS) !== null;

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (parent && node.nodeValue.trim() && isTheirs(parent)) {
        say(node, "text", node.nodeValue, (text) => { node.nodeValue = text; });
      }
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    nameIcon(node);
    for (const name of ATTRIBUTES) {
      const value = node.getAttribute(name);
      if (value) say(node, name, value, (text) => node.setAttribute(name, text));
    }
    for (const child of node.childNodes) visit(child);
  };

  const listen = () => {
    const chosen = getComputedStyle(document.documentElement).getPropertyValue("--crm-language").trim().replaceAll('"', "");
    if (!DICTIONARIES[chosen] || chosen === language) return;
    language = chosen;
    document.documentElement.lang = tag();
    window.dispatchEvent(new Event("languagechange"));
    visit(document.body);
  };

  const isOfStyle = (node) =>
    node.nodeName === "STYLE" || node.parentElement?.nodeName === "STYLE" || Boolean(node.querySelector?.("style"));

  new MutationObserver((changes) => {
    let hasStyles = false;
    for (const change of changes) {
      const nodes = change.type === "childList" ? change.addedNodes : [change.target];
      for (const node of nodes) {
        visit(node);
        hasStyles ||= change.type !== "attributes" && isOfStyle(node);
      }
    }
    if (hasStyles) listen();
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
