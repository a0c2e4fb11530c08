// The operators' page: asks for the figures every second, keeps a minute of them, draws what has changed.

const WORDS = {
  en: {
    subtitle: "operators", language: "한국어", signIn: "Enter token", signOut: "Forget token",
    live: "live", lost: "no answer from the gateway", none: "No instance is listed.",
    title: "Operators' token", text: "Needed to change something. It stays in this tab only.", keep: "Use it", cancel: "Cancel",
    states: { up: "up", joining: "joining", "not-ready": "not ready", draining: "draining", down: "down" },
    perSecond: "requests/s", errors: "errors/s", inFlight: "in flight", p50: "p50", p99: "p99", sockets: "sockets",
    memory: "memory", total: "requests", failed: "failed", minute: "requests/s, last minute", drain: "Drain", restore: "Restore",
    weight: "weight", sum: (n, rate) => `${n} ${n === 1 ? "instance" : "instances"} · ${rate}/s`, version: "version",
    confirm: (id) => `Send ${id} nothing more?`, deploys: "Last deploys",
    columns: ["when", "service", "kind", "from", "to", "outcome", "seconds"],
    refused: { 401: "The token does not fit.", 403: "This gateway has no operators' token.", 502: "The instance did not agree." },
    failedCommand: "That did not work."
  },
  ko: {
    subtitle: "운영", language: "English", signIn: "토큰 입력", signOut: "토큰 지우기",
    live: "실시간", lost: "게이트웨이가 응답하지 않아요", none: "등록된 인스턴스가 없어요.",
    title: "운영 토큰", text: "변경할 때 필요해요. 이 탭에만 보관돼요.", keep: "사용", cancel: "취소",
    states: { up: "정상", joining: "확인 중", "not-ready": "준비 안 됨", draining: "비우는 중", down: "중단" },
    perSecond: "요청/초", errors: "오류/초", inFlight: "처리 중", p50: "p50", p99: "p99", sockets: "소켓",
    memory: "메모리", total: "요청", failed: "실패", minute: "최근 1분 요청/초", drain: "비우기", restore: "되돌리기",
    weight: "가중치", sum: (n, rate) => `인스턴스 ${n}개 · 초당 ${rate}`, version: "버전",
    confirm: (id) => `${id}에 더 이상 요청을 보내지 않을까요?`, deploys: "최근 배포",
    columns: ["시각", "서비스", "방식", "이전", "이후", "결과", "초"],
    refused: { 401: "토큰이 맞지 않아요.", 403: "이 게이트웨이에는 운영 토큰이 없어요.", 502: "인스턴스가 받아들이지 않았어요." },
    failedCommand: "처리하지 못했어요."
  }
};
const SECOND = 1000;
const KEPT = 60;
const DEPLOYS_EVERY = 10;
const MOST_DEPLOYS = 10;

let language = navigator.language.startsWith("ko") ? "ko" : "en";
const history = new Map();
const cards = new Map();
const $ = (id) => document.getElementById(id);
const words = () => WORDS[language];
const token = () => sessionStorage.getItem("operator-token") ?? "";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawing(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const number = (value, digits = 1) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: value >= 100 ? 0 : digits }).format(value);
const bytes = (value) => (value > 0 ? `${number(value / 1048576, 0)} MB` : "–");

/** A card keeps its elements, so that a figure that changes takes no focus away and no click gets lost. */
class Card {
  constructor(instance) {
    this.figures = {};
    this.state = element("span", { class: "state" });
    this.dot = element("span", { class: "dot" });
    this.about = element("p", { class: "about" });
    const list = element("dl");
    for (const name of ["perSecond", "errors", "inFlight", "p50", "p99", "sockets", "memory", "total", "failed"]) {
      const term = element("dt");
      const figure = element("dd");
      this.figures[name] = { term, figure };
      list.append(element("div", {}, term, figure));
    }
    this.area = drawing("path", { class: "area" });
    this.line = drawing("path", {});
    this.errors = drawing("path", { class: "errors" });
    const chart = drawing("svg", { viewBox: `0 0 ${KEPT - 1} 40`, preserveAspectRatio: "none", "aria-hidden": "true" });
    chart.append(this.area, this.line, this.errors);
    this.caption = element("figcaption");
    this.drain = element("button", { type: "button" });
    this.restore = element("button", { type: "button" });
    this.weight = element("input", { type: "number", min: 0, max: 100, step: 1 });
    this.weightWord = element("span");
    this.root = element("article", {},
      element("h3", {}, this.dot, element("span", {}, instance.id), this.state), this.about, list,
      element("figure", {}, this.caption, chart),
      element("div", { class: "acts" }, this.drain, this.restore, element("label", {}, this.weightWord, this.weight)));
    const path = `instances/${encodeURIComponent(instance.service)}/${encodeURIComponent(instance.id)}`;
    this.drain.onclick = () => confirm(words().confirm(instance.id)) && command("POST", `${path}/drain`);
    this.restore.onclick = () => command("POST", `${path}/restore`);
    this.weight.onchange = () => command("PUT", `${path}/weight`, { weight: Number(this.weight.value) });
  }

  show(instance) {
    const text = words();
    this.state.className = `state ${instance.state}`;
    this.state.textContent = text.states[instance.state] ?? instance.state;
    this.dot.className = `dot ${["blue", "green"].includes(instance.colour) ? instance.colour : ""}`;
    this.about.textContent = [instance.version && `${text.version} ${instance.version}`, instance.colour, instance.url]
      .filter(Boolean).join(" · ");
    const figures = {
      perSecond: number(instance.requestsPerSecond), errors: number(instance.errorsPerSecond),
      inFlight: number(instance.inFlight), p50: `${number(instance.p50Ms)} ms`, p99: `${number(instance.p99Ms)} ms`,
      sockets: number(instance.sockets), memory: bytes(instance.memoryBytes), total: number(instance.requests),
      failed: number(instance.failures)
    };
    for (const [name, value] of Object.entries(figures)) {
      this.figures[name].term.textContent = text[name];
      this.figures[name].figure.textContent = value;
    }
    this.figures.errors.figure.classList.toggle("bad", instance.errorsPerSecond > 0);
    this.caption.textContent = text.minute;
    this.drain.textContent = text.drain;
    this.restore.textContent = text.restore;
    this.drain.disabled = instance.state === "draining";
    this.restore.disabled = instance.state !== "draining";
    this.weightWord.textContent = text.weight;
    if (document.activeElement !== this.weight) this.weight.value = instance.weight;
    this.chart(remember(instance));
  }

  chart(points) {
    const most = Math.max(1, ...points.map((point) => point.rate));
    const at = (key) => points.map((point, index) =>
      `${KEPT - points.length + index},${(38 - 36 * point[key] / most).toFixed(1)}`).join(" L");
    this.line.setAttribute("d", `M${at("rate")}`);
    this.area.setAttribute("d", `M${KEPT - points.length},40 L${at("rate")} L${KEPT - 1},40 Z`);
    this.errors.setAttribute("d", points.some((point) => point.errors > 0) ? `M${at("errors")}` : "");
  }
}

const keyOf = (instance) => `${instance.service}/${instance.id}`;

function remember(instance) {
  const points = history.get(keyOf(instance)) ?? [];
  points.push({ rate: instance.requestsPerSecond, errors: instance.errorsPerSecond });
  if (points.length > KEPT) points.shift();
  history.set(keyOf(instance), points);
  return points;
}

const sections = new Map();

function draw(services) {
  const seen = new Set();
  const main = $("services");
  for (const [service, instances] of Object.entries(services)) {
    let section = sections.get(service);
    if (!section) {
      section = { sum: element("span"), grid: element("div", { class: "grid" }) };
      section.root = element("section", {}, element("h2", {}, service, section.sum), section.grid);
      sections.set(service, section);
      main.append(section.root);
    }
    const rate = instances.reduce((sum, instance) => sum + instance.requestsPerSecond, 0);
    section.sum.textContent = words().sum(instances.length, number(rate));
    for (const instance of instances) {
      const key = keyOf(instance);
      seen.add(key);
      if (!cards.has(key)) {
        cards.set(key, new Card(instance));
        section.grid.append(cards.get(key).root);
      }
      cards.get(key).show(instance);
    }
  }
  for (const [key, card] of cards) {
    if (!seen.has(key)) { card.root.remove(); cards.delete(key); history.delete(key); }
  }
  for (const [service, section] of sections) {
    if (!(service in services)) { section.root.remove(); sections.delete(service); }
  }
  let empty = $("empty");
  if (cards.size === 0 && !empty) main.append(empty = element("p", { id: "empty", class: "empty" }));
  if (cards.size > 0) empty?.remove(); else empty.textContent = words().none;
}

function drawDeploys(deploys) {
  $("deploys").hidden = deploys.length === 0;
  $("deploys-title").textContent = words().deploys;
  const table = $("deploys").querySelector("table");
  table.tHead.replaceChildren(element("tr", {}, ...words().columns.map((column) => element("th", { scope: "col" }, column))));
  const when = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
  const row = (deploy) => {
    const at = new Date(deploy.at);
    const cells = [Number.isNaN(at.getTime()) ? "–" : when.format(at), deploy.service, deploy.kind, deploy.from, deploy.to,
      deploy.outcome, deploy.seconds];
    return element("tr", {}, ...cells.map((cell) => element("td", {}, String(cell ?? "–"))));
  };
  table.tBodies[0].replaceChildren(...deploys.slice(-MOST_DEPLOYS).reverse().map(row));
}

function say(text) {
  $("message").textContent = text;
  $("message").hidden = false;
  setTimeout(() => { $("message").hidden = true; }, 5 * SECOND);
}

async function askForToken() {
  const dialog = $("token-dialog");
  $("token").value = "";
  dialog.returnValue = "cancel";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  if (dialog.returnValue === "keep" && $("token").value) sessionStorage.setItem("operator-token", $("token").value.trim());
  label();
  return token() !== "";
}

async function command(method, path, body) {
  if (!token() && !(await askForToken())) return;
  try {
    const answer = await fetch(path, {
      method, headers: { Authorization: `Bearer ${token()}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body)
    });
    if (answer.status === 401) sessionStorage.removeItem("operator-token");
    if (answer.ok) $("message").hidden = true;
    else say(words().refused[answer.status] ?? words().failedCommand);
  } catch {
    say(words().failedCommand);
  }
  label();
}

function label() {
  const text = words();
  document.documentElement.lang = language;
  $("subtitle").textContent = text.subtitle;
  $("language").textContent = text.language;
  $("sign").textContent = token() ? text.signOut : text.signIn;
  $("token-title").textContent = text.title;
  $("token-text").textContent = text.text;
  $("token-keep").textContent = text.keep;
  $("token-cancel").textContent = text.cancel;
}

let rounds = 0;

async function round() {
  try {
    const answer = await fetch("instances", { signal: AbortSignal.timeout(3 * SECOND) });
    draw((await answer.json()).services);
    if (rounds++ % DEPLOYS_EVERY === 0) drawDeploys(await (await fetch("deploys")).json());
    $("connection").textContent = words().live;
    $("connection").classList.remove("lost");
  } catch {
    $("connection").textContent = words().lost;
    $("connection").classList.add("lost");
  }
  setTimeout(round, document.hidden ? 5 * SECOND : SECOND);
}

$("language").onclick = () => { language = language === "ko" ? "en" : "ko"; rounds = 0; label(); };
$("sign").onclick = () => {
  if (token()) { sessionStorage.removeItem("operator-token"); label(); } else { askForToken(); }
};
// Enter means "use it", although the first button of the form is the other one.
$("token").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); $("token-dialog").close("keep"); }
});
label();
round();
