//! Answers like a local model server's: the part of Ollama's API that a caller needs, with its names and its lines.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};
use work::settings::whole_setting;

use crate::delays::Delays;
use crate::slots::{Slot, Slots};

const MODEL: &str = "slow:latest";
const MOST_TOKENS: usize = 10_000;
const WORDS: [&str; 8] = ["a", "server", "that", "waits", "can", "still", "answer", "others"];

#[derive(Clone)]
pub struct Model {
    pub slots: Arc<Slots>,
    pub delays: Delays,
    tokens: usize,
    token_ms: u64,
}

#[derive(Deserialize)]
struct Asked {
    model: String,
    #[serde(default = "yes")]
    stream: bool,
    #[serde(default)]
    options: Options,
}

#[derive(Default, Deserialize)]
struct Options {
    num_predict: Option<usize>,
}

fn yes() -> bool {
    true
}

#[derive(Serialize)]
struct Token<'a> {
    model: &'a str,
    created_at: String,
    response: String,
    done: bool,
}

/// The last line, or the only one; durations in nanoseconds.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    token: Token<'a>,
    done_reason: &'static str,
    total_duration: u64,
    load_duration: u64,
    prompt_eval_duration: u64,
    eval_count: usize,
    eval_duration: u64,
}

// #region model
/// One answer on its way.
struct Answer {
    model: String,
    slot: Slot,
    began: Instant,
    first_token: Duration,
    every: Duration,
    tokens: usize,
}

impl Model {
    pub fn from_env(slots: Arc<Slots>, delays: Delays) -> Self {
        let tokens = whole_setting("TOKENS", 40, 1..=MOST_TOKENS);
        Self { slots, delays, tokens, token_ms: whole_setting("TOKEN_MS", 20, 0..=60_000) as u64 }
    }

    pub fn routes(self) -> Router<usize> {
        Router::new()
            .route("/api/generate", routing::post(generate).fallback(only_post))
            .route("/api/tags", routing::get(tags))
            .with_state(self)
    }
}

async fn generate(State(model): State<Model>, body: Bytes) -> Response {
    let asked: Asked = match serde_json::from_slice(&body) {
        Ok(asked) => asked, // [1]
        Err(fault) => return refused(StatusCode::BAD_REQUEST, &fault.to_string()),
    };
    let began = Instant::now();
    let Some(slot) = model.slots.clone().take().await else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "server busy, please try again");
    };
    let answer = Answer {
        first_token: began.elapsed() + model.delays.of(slot.number),
        model: asked.model,
        slot,
        began,
        every: Duration::from_millis(model.token_ms),
        tokens: asked.options.num_predict.unwrap_or(model.tokens).clamp(1, MOST_TOKENS),
    };
    if asked.stream { answer.in_pieces() } else { answer.at_once().await }
}

impl Answer {
    /// One line of JSON for each token as it is ready, and one that sums up.
    fn in_pieces(self) -> Response {
        let lines = stream::unfold((Some(self), 0), async |(answer, token)| {
            let answer = answer?; // [2]
            answer.until(token).await;
            let line = if token < answer.tokens { answer.line(word(token)) } else { answer.summary(String::new()) };
            let rest = if token < answer.tokens {
                Some(answer)
            } else {
                answer.slot.finish();
                None
            };
            Some((Ok::<_, std::convert::Infallible>(line + "\n"), (rest, token + 1)))
        });
        ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
    }

    async fn at_once(self) -> Response {
        self.until(self.tokens).await;
        let body = self.summary((0..self.tokens).map(word).collect());
        self.slot.finish();
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }

    /// Until a token is ready: the first after the delay, the others at steps from there, the end with the last.
    async fn until(&self, token: usize) {
        let steps = token.min(self.tokens - 1) as u32;
        sleep_until(self.began + self.first_token + self.every * steps).await; // [3]
    }
    // #endregion model

    fn line(&self, response: String) -> String {
        serde_json::to_string(&self.token(response, false)).expect("plain data serialises")
    }

    fn summary(&self, response: String) -> String {
        let eval_duration = self.every * (self.tokens - 1) as u32;
        let whole = Whole {
            token: self.token(response, true),
            done_reason: "stop",
            total_duration: nanoseconds(self.began.elapsed()),
            load_duration: 0,
            prompt_eval_duration: nanoseconds(self.first_token),
            eval_count: self.tokens,
            eval_duration: nanoseconds(eval_duration),
        };
        serde_json::to_string(&whole).expect("plain data serialises")
    }

    fn token(&self, response: String, done: bool) -> Token<'_> {
        let created_at = humantime::format_rfc3339_micros(SystemTime::now()).to_string();
        Token { model: &self.model, created_at, response, done }
    }
}

fn word(token: usize) -> String {
    let space = if token == 0 { "" } else { " " };
    format!("{space}{}", WORDS[token % WORDS.len()])
}

fn nanoseconds(duration: Duration) -> u64 {
    duration.as_nanos() as u64
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

async fn only_post() -> impl IntoResponse {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")], "only POST is answered here")
}

async fn tags() -> Json<Value> {
    Json(json!({ "models": [{
        "name": MODEL,
        "model": MODEL,
        "modified_at": "2026-01-01T00:00:00Z",
        "size": 0,
        "digest": "0".repeat(64),
        "details": { "format": "none", "family": "slow", "families": ["slow"], "parameter_size": "0B", "quantization_level": "none" },
    }] }))
}

// [1] Whatever its content-type says, as Ollama does: curl -d sends another one.
// [2] A client that hangs up drops the stream, and with it the slot.
// [3] Planned from the beginning, not from the token before: small delays of the timer do not add up.
