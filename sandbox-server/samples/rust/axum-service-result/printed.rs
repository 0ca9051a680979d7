use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Member {
    name: String,
}

struct NameTaken;

impl IntoResponse for NameTaken {
    fn into_response(self) -> Response {
        (StatusCode::CONFLICT, "this name is taken").into_response()
    }
}

#[derive(Clone)]
struct Directory;

impl Directory {
    async fn enrol(&self, member: Member) -> Result<Member, NameTaken> {
        if member.name == "Ada" { Err(NameTaken) } else { Ok(member) }
    }
}

async fn enrol(
    State(directory): State<Directory>,
    Json(member): Json<Member>,
) -> Result<(StatusCode, Json<Member>), NameTaken> {
    Ok((StatusCode::CREATED, Json(directory.enrol(member).await)))
}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/members", post(enrol)).with_state(Directory);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
