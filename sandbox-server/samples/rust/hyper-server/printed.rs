use std::convert::Infallible;

use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Request, Response, Server};

async fn greet(_request: Request<Body>) -> Result<Response<Body>, Infallible> {
    Ok(Response::new(Body::from("Good morning")))
}

#[tokio::main]
async fn main() {
    let address = ([127, 0, 0, 1], 3000).into();
    let connections = make_service_fn(|_connection| async { Ok::<_, Infallible>(service_fn(greet)) });
    if let Err(error) = Server::bind(&address).serve(connections).await {
        eprintln!("the server failed: {error}");
    }
}
