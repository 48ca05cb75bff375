// Opens the page of the document as people do, and as strangers send it to them. Ends with an error at the first surprise.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const { SERVICE, OPEN_SERVICE, MEMBER, ADMIN, READER, SCREENSHOT } = process.env;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  // There is nothing but the service: whatever is asked of another host fails, and is told.
  args: ["--no-sandbox", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
});

// A new window on the page, with a record of everything that must not be.
const open = async (address) => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  const faults = [];
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  page.on("console", (message) => {
    // The browser itself says so of each 401 and 403.
    const refused = /^Failed to load resource: the server responded with a status of 40[13] /.test(message.text());
    if (["error", "warning"].includes(message.type()) && !refused) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => faults.push(`a dialog: ${dialog.message()}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && origin !== new URL(address).origin) faults.push(`asked of another host: ${request.url()}`);
  });
  await page.goto(address);
  const done = async () => {
    assert.deepEqual([...faults, ...(await page.evaluate(() => window.violations))], [], address);
    assert.deepEqual(await context.cookies(), []);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    await context.close();
  };
  return { page, done };
};

const signIn = async (page, token) => {
  await page.getByLabel("Your bearer token").fill(token);
  await page.getByRole("button", { name: "Show" }).click();
};

// Tries an operation with these parameters and this body; the status that the service answered.
const attempt = async (page, operation, parameters, body) => {
  const block = page.locator(`[id="operations-${operation}"]`);
  const has = async (locator, name) => (await locator.getAttribute("class")).split(" ").includes(name);
  if (!(await has(block, "is-open"))) await block.locator(".opblock-summary-control").click();
  const tryOut = block.locator(".try-out__btn").first();
  if (!(await has(tryOut, "cancel"))) await tryOut.click();
  await block.getByRole("button", { name: "Execute" }).waitFor();
  for (const [name, value] of Object.entries(parameters)) {
    await block.locator(`tr[data-param-name="${name}"] input`).fill(value);
  }
  if (body) await block.locator("textarea.body-param__text").fill(JSON.stringify(body));
  const clear = block.getByRole("button", { name: "Clear" });
  if (await clear.isVisible()) await clear.click();
  await block.getByRole("button", { name: "Execute" }).click();
  const status = block.locator(".live-responses-table .response-col_status").last();
  await status.waitFor();
  return { block, status: Number.parseInt(await status.textContent(), 10) };
};

const authorize = async (page, token) => {
  await page.locator(".scheme-container").getByRole("button", { name: "Authorize" }).click();
  const dialog = page.locator(".modal-ux");
  await dialog.waitFor();
  const signOut = dialog.getByRole("button", { name: "Remove authorization" });
  if (await signOut.isVisible()) await signOut.click();
  if (token) {
    await dialog.locator("input").fill(token);
    await dialog.getByRole("button", { name: "Apply credentials" }).click();
  }
  await dialog.getByRole("button", { name: "Close" }).click();
};

const tests = {
  async "a member reads, is refused, and an admin is not"() {
    const { page, done } = await open(`${SERVICE}/docs`);
    assert.equal(await page.title(), "API");
    await signIn(page, "not.a.token");
    await page.getByText(/^401 /).waitFor();
    await signIn(page, MEMBER);
    await page.locator(".swagger-ui .info .title").waitFor();
    assert.equal(await page.title(), "Teamspace");

    const read = await attempt(page, "users-read_profile", { id: "uma" });
    assert.equal(read.status, 200);
    assert.match(await read.block.textContent(), /Requires the permission profile:read\./);
    assert.match(await read.block.locator(".live-responses-table").textContent(), /"name": "Uma"/);
    if (SCREENSHOT) {
      await page.locator('[id="operations-users-read_profile"] .opblock-summary-control').click();
      const block = page.locator('[id="operations-users-change_role"]');
      await block.locator(".opblock-summary-control").click();
      await block.locator(".try-out").waitFor();
      await block.evaluate((element) => element.parentElement.parentElement.scrollIntoView());
      await page.screenshot({ path: SCREENSHOT });
    }
    const change = await attempt(page, "users-change_role", { id: "mo" }, { role: "member" });
    assert.equal(change.status, 403);
    const told = await change.block.textContent();
    assert.match(told, /Requires the permission user:change_role\./);
    assert.match(told, /At most \d+ requests in any .+ from each caller\./);

    await authorize(page, ADMIN);
    assert.equal((await attempt(page, "users-change_role", { id: "mo" }, { role: "member" })).status, 204);
    await authorize(page, undefined);
    assert.equal((await attempt(page, "users-read_profile", { id: "uma" })).status, 401);
    await done();
  },

  async "what the address says is not believed"() {
    const evil = encodeURIComponent("https://evil.example/openapi.json");
    for (const query of [
      `?url=${evil}`,
      `?configUrl=${evil}`,
      `?config=${evil}`,
      `?urls=${evil}&urls.primaryName=x`,
      `?queryConfigEnabled=true&url=${evil}`,
      `?spec=${encodeURIComponent('{"openapi":"3.1.0","info":{"title":"<img src=x onerror=alert(1)>"}}')}`,
      `?url=data:application/json,{}#/<img src=x onerror=alert(1)>`,
    ]) {
      const { page, done } = await open(`${SERVICE}/docs${query}`);
      await signIn(page, MEMBER);
      await page.locator(".swagger-ui .info .title").waitFor();
      assert.equal(await page.title(), "Teamspace");
      await done();
    }
  },

  async "a document for everybody shows at once, under a path too, and tells no role"() {
    const { page, done } = await open(`${OPEN_SERVICE}/api/docs?url=https://evil.example`);
    await page.locator(".swagger-ui .info .title").waitFor();
    const { block, status } = await attempt(page, "browser-greet", {});
    assert.equal(status, 401);
    assert.doesNotMatch(await block.textContent(), /Requires/);
    await authorize(page, READER);
    assert.equal((await attempt(page, "browser-greet", {})).status, 200);
    await done();
  },

  async "no other page may show it inside of itself"() {
    const { page } = await open(`${OPEN_SERVICE}/plain`);
    const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors 'none'"));
    await page.setContent(`<iframe src="${SERVICE}/docs"></iframe>`);
    await refused;
    await page.context().close();
  },
};

try {
  for (const [name, test] of Object.entries(tests)) {
    console.time(name);
    await test();
    console.timeEnd(name);
  }
} finally {
  await browser.close();
}
