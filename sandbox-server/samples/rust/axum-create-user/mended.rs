use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Clone, Deserialize, Serialize)]
struct Member {
    name: String,
    age: u32,
}

#[derive(Clone)]
struct Members;

impl Members {
    async fn save(&self, member: Member) -> Member {
        member
    }
}

async fn create_member(State(members): State<Members>, Json(member): Json<Member>) -> Json<Member> {
    let saved = members.save(member).await;
    Json(saved)
}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/members", post(create_member)).with_state(Members);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
