use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};

async fn repeat(Json(word): Json<String>, State(times): State<usize>) -> String {
    word.repeat(times)
}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/repeat", post(repeat)).with_state(2);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
