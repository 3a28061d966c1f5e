//! A server on a real socket that follows a script, one act per request.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does once a request has arrived whole.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Answers with a status and a body, and keeps the connection open.
    Answer(u16, String),
    /// Sends these bytes and closes.
    Raw(String),
    /// Closes without an answer.
    Cut,
    /// Closes in the middle of an answer.
    CutInBody,
    /// Says nothing for as long as the client waits.
    Hang,
    /// Closes as soon as anything arrives.
    CutAtOnce,
}

impl Act {
    pub(super) fn ok(result: &Value) -> Self {
        Self::Answer(200, json!({ "ok": true, "result": result }).to_string())
    }

    pub(super) fn refusal(code: u16, description: &str, parameters: &Value) -> Self {
        let body = json!({
            "ok": false, "error_code": code, "description": description, "parameters": parameters,
        });
        Self::Answer(code, body.to_string())
    }
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) path: String,
    pub(super) body: Value,
}

#[derive(Debug, Default)]
struct State {
    script: Mutex<VecDeque<Act>>,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

/// A Bot API server that stops when dropped.
pub(super) struct Server {
    url: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start<const N: usize>(script: [Act; N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State { script: Mutex::new(script.into()), ..State::default() });
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Self { url, state, task }
    }

    /// The address of a port on which nobody listens.
    pub(super) async fn closed_port() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub(super) fn url(&self) -> String {
        self.url.clone()
    }

    pub(super) fn requests(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    let first = state.script.lock().unwrap().front().cloned();
    if matches!(first, Some(Act::CutAtOnce)) {
        let _bytes = stream.read(&mut [0; 16]).await;
        return;
    }
    while let Some(seen) = read_request(&mut stream).await {
        state.seen.lock().unwrap().push(seen);
        let act = state.script.lock().unwrap().pop_front().expect("the script has an act left");
        match act {
            Act::Answer(status, body) => {
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
                stream.write_all((head + &body).as_bytes()).await.unwrap();
            }
            Act::Raw(text) => return stream.write_all(text.as_bytes()).await.unwrap(),
            Act::CutInBody => {
                let start =
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":true,\"result\":";
                return stream.write_all(start.as_bytes()).await.unwrap();
            }
            Act::Cut | Act::CutAtOnce => return,
            Act::Hang => std::future::pending().await,
        }
    }
}

/// Reads one request with a `Content-Length`; `None` when the client closed the connection.
async fn read_request(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let path = head.split(' ').nth(1).unwrap().to_owned();
            let length: usize = head
                .lines()
                .find_map(|line| {
                    line.to_lowercase().strip_prefix("content-length:").map(str::to_owned)
                })
                .map_or(0, |length| length.trim().parse().unwrap());
            let mut body = bytes.split_off(end + 4);
            while body.len() < length {
                read_more(stream, &mut body).await?;
            }
            return Some(Seen { path, body: serde_json::from_slice(&body).unwrap() });
        }
        read_more(stream, &mut bytes).await?;
    }
}

async fn read_more(stream: &mut TcpStream, into: &mut Vec<u8>) -> Option<()> {
    let read = stream.read_buf(into).await.ok()?;
    (read > 0).then_some(())
}
