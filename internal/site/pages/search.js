// Search in the list that search-index.js holds: every word must be somewhere in an entry.
"use strict";

const most = 100;
const field = document.getElementById("query");
const list = document.getElementById("results");
const count = document.getElementById("count");

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const entries = searchIndex.map(([title, address, more]) => ({ title, address, more, text: plain(title + " " + more) }));

function found(words) {
  return entries.filter((entry) => words.every((word) => entry.text.includes(word)));
}

function item(entry) {
  const link = document.createElement("a");
  link.href = entry.address;
  link.dir = "auto";
  link.textContent = entry.title;
  const line = document.createElement("li");
  line.append(link);
  if (entry.more) line.append(" ", entry.more);
  return line;
}

function show() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const hits = words.length > 0 ? found(words) : [];
  list.replaceChildren(...hits.slice(0, most).map(item));
  if (words.length === 0) count.textContent = "";
  else if (hits.length === 0) count.textContent = count.dataset.none;
  else count.textContent = count.dataset.found.replace("#", String(hits.length));
}

field.form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", show);
field.value = decodeURIComponent(location.hash.slice(1));
show();
