// The control API of the sandbox.

async function request(method, path, body) {
  const options = { method };
  if (body instanceof Blob) {
    options.body = body;
  } else if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`/control${path}`, options);
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(data.error || `Ошибка ${answer.status}`);
  }
  return data;
}

export const get = (path) => request("GET", path);
export const post = (path, body) => request("POST", path, body);
export const put = (path, body) => request("PUT", path, body);

// Calls back after changes, at once when calm and no faster than `pause` ms.
export function follow(pause, refresh, connected) {
  const source = new EventSource("/control/events");
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
  source.addEventListener("message", run);
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => connected(false));
  return run;
}
