//! DATABASE_URL=postgresql://… cargo run --release --package variant-axum-users
//!
//! A database behind the server: requests share POOL connections, and who finds none free waits for one.

use std::env;
use std::io;
use std::process::exit;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use serde::Serialize;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};
use work::settings::whole_setting;
use work::{MS, value_of, whole_number, whole_number_or};

fn main() -> io::Result<()> {
    routes::run(|_| Router::new().route("/users", get(users)).with_state(pool()))
}

#[derive(Serialize)]
struct User {
    id: i32,
    name: String,
    email: String,
    score: i32,
    created: String,
}

// #region users
const COLUMNS: &str = r#"id, name, email, score,
  to_char(created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created"#;

fn pool() -> Pool {
    let url = env::var("DATABASE_URL").unwrap_or_default();
    let Ok(config) = url.parse() else {
        eprintln!("DATABASE_URL must be the URL of a PostgreSQL database, not \"{url}\"");
        exit(1)
    };
    let recycling_method = RecyclingMethod::Fast; // [1]
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method });
    Pool::builder(manager).max_size(whole_setting("POOL", 10, 1..=200)).build().expect("it has no time limits")
}

async fn users(State(pool): State<Pool>, RawQuery(query): RawQuery) -> Result<Json<Vec<User>>, (StatusCode, String)> {
    let query = query.unwrap_or_default();
    let rows = if value_of(&query, "ms").is_some() {
        let seconds = f64::from(whole_number(&query, "ms", MS)?) / 1000.0;
        let sql = format!("select {COLUMNS} from pg_sleep($1), users where id = 1");
        rows(&pool, &sql, &[&seconds]).await
    } else {
        let limit = i64::from(whole_number(&query, "limit", 1..=1000)?);
        let from = whole_number_or(0, &query, "from", 0..=9999)? as i32;
        let sql = format!("select {COLUMNS} from users where id > $1 order by id limit $2");
        rows(&pool, &sql, &[&from, &limit]).await
    };
    match rows {
        Ok(rows) => Ok(Json(rows.iter().map(user).collect())),
        Err(fault) => Err((StatusCode::SERVICE_UNAVAILABLE, fault.to_string())),
    }
}

async fn rows(
    pool: &Pool,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, deadpool_postgres::PoolError> {
    let connection = pool.get().await?; // [2]
    let statement = connection.prepare_cached(sql).await?; // [3]
    Ok(connection.query(&statement, values).await?)
}

fn user(row: &Row) -> User {
    User { id: row.get(0), name: row.get(1), email: row.get(2), score: row.get(3), created: row.get(4) }
}
// #endregion users

// [1] A connection is used again without a question to the server whether it still lives: that would double the calls.
// [2] Waits as long as the client does. The worker serves others meanwhile; what waits is a task of a few kilobytes.
// [3] Parsed and planned by the server once for each connection.
