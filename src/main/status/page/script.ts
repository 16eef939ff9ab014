/**
 * What makes the page live: it fetches itself every few seconds while it is visible and puts the new content in place of the
 * old one. Tables can be sorted by their headings, and stay so.
 */
export const SCRIPT = `
"use strict";
(() => {
  const INTERVAL = 5000;
  let sorting;
  let isPaused = false;

  const value = (row, column, isText) => {
    const text = row.cells[column].dataset.value;
    return isText ? text : Number(text);
  };

  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  const sort = () => {
    const table = document.querySelector(".sortable");
    const headings = [...table.tHead.rows[0].cells];
    for (const heading of headings) heading.removeAttribute("aria-sort");
    if (sorting === undefined) return;
    const { column, isDescending } = sorting;
    const isText = headings[column].dataset.sort === "text";
    headings[column].setAttribute("aria-sort", isDescending ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => compare(value(a, column, isText), value(b, column, isText)) * (isDescending ? -1 : 1));
    table.tBodies[0].append(...rows);
  };

  const makeSortable = () => {
    for (const [column, heading] of [...document.querySelectorAll(".sortable thead th")].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.id = "sort-" + column;
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const isNumber = heading.dataset.sort === "number" && column > 1;
        sorting = { column, isDescending: sorting?.column === column ? !sorting.isDescending : isNumber };
        sort();
      });
    }
    sort();
  };

  const makePausable = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = "pause";
    button.textContent = isPaused ? "Resume" : "Pause";
    button.addEventListener("click", () => {
      isPaused = !isPaused;
      button.textContent = isPaused ? "Resume" : "Pause";
      if (!isPaused) refresh();
    });
    document.querySelector("#asof").append(button);
  };

  const enliven = () => {
    makeSortable();
    makePausable();
  };

  const replaceMain = (page) => {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("main");
    const focused = document.activeElement?.id;
    const open = [...document.querySelectorAll("details[open]")].map(({ id }) => id);
    document.querySelector("main").replaceWith(fresh);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    enliven();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };

  const refresh = async () => {
    if (document.hidden || isPaused || !getSelection().isCollapsed) return;
    try {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!response.ok) throw new Error(String(response.status));
      replaceMain(await response.text());
    } catch {
      document.querySelector("#asof").classList.add("stale");
    }
  };

  enliven();
  setInterval(refresh, INTERVAL);
  document.addEventListener("visibilitychange", refresh);
})();
`;
