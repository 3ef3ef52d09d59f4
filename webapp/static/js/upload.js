// Files dropped anywhere or chosen: each is sent by itself, with its progress; the page of the server then takes over.
"use strict";
(() => {
  const carriesFiles = (event) => event.dataTransfer?.types?.includes("Files");
  const curtain = () => document.getElementById("tha");
  const MOST = 100; // files whose progress one page shows
  let inside = 0;

  document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { inside += 1; curtain().hidden = false; } });
  document.addEventListener("dragleave", (event) => { if (carriesFiles(event) && (inside -= 1) <= 0) { inside = 0; curtain().hidden = true; } });
  document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    inside = 0;
    curtain().hidden = true;
    sendAll([...event.dataTransfer.files]);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-upload]")) return;
    const files = [...event.target.querySelector("input[type=file]").files];
    if (!files.length) return;
    event.preventDefault();
    sendAll(files);
  });

  function row(file) {
    const list = document.getElementById("dang-gui");
    if (!list) return null;
    list.hidden = false;
    const item = document.createElement("li");
    item.className = "file";
    const name = document.createElement("div");
    name.className = "what";
    name.textContent = file.name;
    const how = document.createElement("div");
    how.className = "how";
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", `Đang gửi ${file.name}`);
    how.append(bar);
    item.append(name, how);
    list.append(item);
    return { item, how, bar };
  }

  function send(file, shown) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("files", file, file.name);
      request.open("POST", "/api/v1/documents");
      request.responseType = "json";
      request.upload.onprogress = (event) => { if (shown && event.lengthComputable) shown.bar.value = (100 * event.loaded) / event.total; };
      request.onload = () => done(request.status === 202 ? { documents: request.response.documents } : { problem: request.response?.detail || "Máy chủ không nhận tệp này." });
      request.onerror = () => done({ problem: "Mất kết nối khi gửi; hãy kiểm tra mạng rồi gửi lại." });
      request.send(form);
    });
  }

  async function sendAll(files) {
    const rows = files.map(row);
    const here = new URLSearchParams(location.pathname === "/tai-len" ? location.search : "");
    let lost = 0;
    for (const [i, file] of files.entries()) {
      if (!rows[i]) window.say(`Đang gửi ${i + 1}/${files.length}: ${file.name}`);
      const answer = await send(file, rows[i]);
      if (answer.problem) {
        lost += 1;
        const reason = document.createElement("span");
        reason.className = "reason";
        reason.textContent = answer.problem;
        if (rows[i]) rows[i].how.replaceChildren(reason);
        else window.say(`${file.name}: ${answer.problem}`);
        continue;
      }
      for (const document of answer.documents.slice(0, MOST)) {
        if (!here.getAll("id").includes(document.id)) here.append("id", document.id);
        if (document.created === "unchanged") here.append("cu", document.id);
      }
      if (answer.documents.length > MOST) here.set("them", answer.documents.length - MOST);
      rows[i]?.item.remove();
    }
    if (lost < files.length) {
      if (location.pathname === "/tai-len" && lost) {
        history.replaceState(null, "", `/tai-len?${here}`);
        window.htmx.ajax("GET", `/tai-len?${here}`, { target: "#tien-do", swap: "outerHTML" });
      } else location.assign(`/tai-len?${here}`);
    }
  }
})();
