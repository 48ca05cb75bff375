// Loads the document as the reader, with a token where one is asked for, and shows it in Swagger UI.
"use strict";

(() => {
  const page = document.getElementById("page");
  const address = new URL(page.dataset.document, document.URL).href;

  // What Swagger UI shows comes from the document alone: `?url=` and `?configUrl=` are for strangers to choose.
  const show = (description, token) => {
    document.title = description.info.title;
    const ui = SwaggerUIBundle({
      spec: description,
      domNode: page,
      deepLinking: true,
      defaultModelsExpandDepth: 0,
      queryConfigEnabled: false,
      validatorUrl: null,
      persistAuthorization: false,
      onComplete: () => {
        const schemes = Object.entries(description.components?.securitySchemes ?? {});
        for (const [name, { type, scheme }] of schemes) {
          if (token && type === "http" && scheme.toLowerCase() === "bearer") ui.preauthorizeApiKey(name, token);
        }
      },
    });
    // Servers are told from where the document is.
    ui.specActions.updateUrl(address);
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Why there is no document, and a place for a token if one would help.
  const ask = (reason, helps) => {
    const said = element("output", {}, reason);
    if (!helps) return page.replaceChildren(element("div", { className: "door" }, said));
    const token = element("input", { type: "password", autocomplete: "off", spellcheck: false, required: true });
    const label = element("label", {}, "The description of this service is not for everybody. Your bearer token:", token);
    const form = element("form", { className: "door" }, label, said, element("button", {}, "Show"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      load(token.value.trim());
    });
    page.replaceChildren(form);
    token.focus();
  };

  const load = async (token) => {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    try {
      const answer = await fetch(address, { headers, cache: "no-store" });
      if (answer.ok) return show(await answer.json(), token);
      const bearer = /(^|,)\s*bearer\b/i.test(answer.headers.get("www-authenticate") ?? "");
      const { title } = await answer.json().catch(() => ({}));
      const reason = `${answer.status} ${title ?? answer.statusText}`;
      // Nobody was refused yet who did not try.
      ask(bearer && !token ? "" : reason, bearer || Boolean(token));
    } catch (error) {
      ask(`The document could not be loaded: ${error.message}`, Boolean(token));
    }
  };

  load();
})();
