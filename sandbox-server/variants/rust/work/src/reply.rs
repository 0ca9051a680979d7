//! Answers made by hand, for variants without a framework.

use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

pub fn text(status: StatusCode, body: impl Into<String>) -> Response<String> {
    with_type(status, "text/plain; charset=utf-8", body.into())
}

pub fn json(value: &impl Serialize) -> Response<String> {
    let body = serde_json::to_string(value).expect("plain data serialises");
    with_type(StatusCode::OK, "application/json", body)
}

pub fn only_get() -> Response<String> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET is answered here");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET"));
    response
}

fn with_type(status: StatusCode, content_type: &'static str, body: String) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
