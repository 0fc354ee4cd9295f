//! A model server of our own: answers as a test tells it to, well or badly.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// A request as it came.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// All header lines.
    pub(crate) head: String,
    pub(crate) body: Value,
    pub(crate) at: Instant,
}

impl Request {
    /// The record the judge is shown.
    pub(crate) fn record(&self) -> Value {
        let text = self.body["messages"][1]["content"].as_str().unwrap();
        serde_json::from_str(text).unwrap()
    }

    /// What the user of the judged trace asked.
    pub(crate) fn asked(&self) -> String {
        let record = self.record();
        let input = record["input"].as_str().unwrap();
        input.trim_start_matches("user: ").to_owned()
    }
}

/// What comes back.
pub(crate) enum Reply {
    /// A chat completion with this text, after so long.
    Said(String, Duration),
    /// Status, further header lines, body.
    Status(u16, &'static str, String),
    /// The connection ends in the middle.
    Dropped,
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Request>>>,
    most: Arc<AtomicUsize>,
}

type Answers = dyn Fn(usize, &Request) -> Reply + Send + Sync;

impl Server {
    /// `answer` is told the number of the request, from 0.
    pub(crate) fn start(answer: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            url: format!("http://{}/v1", listener.local_addr().unwrap()),
            seen: Arc::default(),
            most: Arc::default(),
        };
        let (seen, most) = (Arc::clone(&server.seen), Arc::clone(&server.most));
        let (answer, now): (Arc<Answers>, _) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, most, now) = (Arc::clone(&seen), Arc::clone(&most), Arc::clone(&now));
                let answer = Arc::clone(&answer);
                thread::spawn(move || {
                    serve(&stream.unwrap(), |request| {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        let mut all = seen.lock().unwrap();
                        let number = all.len();
                        all.push(request.clone());
                        drop(all);
                        let reply = answer(number, request);
                        if let Reply::Said(_, wait) = &reply {
                            thread::sleep(*wait);
                        }
                        now.fetch_sub(1, Ordering::SeqCst);
                        reply
                    });
                });
            }
        });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// Requests that were answered at once, at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

fn serve(stream: &TcpStream, answer: impl Fn(&Request) -> Reply) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let (status, headers, body) = match answer(&request) {
            Reply::Said(text, _) => (200, "", completion(&text, "stop")),
            Reply::Status(status, headers, body) => (status, headers, body),
            Reply::Dropped => {
                let _ = (&*stream).write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{");
                return;
            }
        };
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n");
        let mut stream = stream;
        if stream
            .write_all(format!("{head}{body}").as_bytes())
            .is_err()
        {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|l| {
        l.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    })?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        path: head.split(' ').nth(1)?.to_owned(),
        body: serde_json::from_slice(&body).unwrap(),
        head,
        at: Instant::now(),
    })
}

/// The body of a chat completion.
pub(crate) fn completion(text: &str, finish: &str) -> String {
    json!({
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
        "usage": {"total_tokens": 1_000},
    })
    .to_string()
}

/// An answer that names one mode.
pub(crate) fn says(mode: &str, why: &str) -> Reply {
    let text = json!({"modes": [{"id": mode, "confidence": 0.8, "why": why}]});
    Reply::Said(text.to_string(), Duration::ZERO)
}
