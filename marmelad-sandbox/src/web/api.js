// The control API of the sandbox.

async function request(method, path, body) {
  const options = { method };
  if (body instanceof Blob) {
    options.body = body;
  } else if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`/control${path}`, options).catch(() => {
    throw new Error("Песочница не отвечает");
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(data.error || `Ошибка ${answer.status}`);
  }
  return data;
}

export const get = (path) => request("GET", path);
export const post = (path, body) => request("POST", path, body);
export const put = (path, body) => request("PUT", path, body);
export const remove = (path) => request("DELETE", path);

// A query of the fields that say something.
export const query = (fields) => {
  const known = Object.entries(fields).filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false);
  return new URLSearchParams(known).toString();
};

const RECONNECT_AFTER = 1000;

// Calls back after changes, at once when calm and no faster than `pause` ms.
// A broken line is mended by itself, and what was missed is fetched.
export function follow(pause, refresh, connected) {
  let busy = false;
  let again = false;
  const run = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      await refresh();
    } finally {
      setTimeout(() => {
        busy = false;
        if (again) {
          again = false;
          run();
        }
      }, pause);
    }
  };
  const listen = () => {
    const source = new EventSource("/control/events");
    source.addEventListener("message", run);
    source.addEventListener("open", () => connected(true));
    source.addEventListener("error", () => {
      connected(false);
      // The browser's own patience is long, and ends at an answer that is none.
      source.close();
      setTimeout(listen, RECONNECT_AFTER);
    });
  };
  listen();
  return run;
}
