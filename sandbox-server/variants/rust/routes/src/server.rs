use std::io;

use axum::Router;
use axum::serve::ListenerExt;
use work::settings::Settings;
use work::stats::thread_names;

use crate::app;

// #region server
/// Serves what `own` makes of the number of workers, on a runtime with that many threads. rust/axum has the same in full.
pub fn run(own: impl FnOnce(&Settings) -> Router<usize>) -> io::Result<()> {
    let settings = Settings::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .thread_name_fn(thread_names(settings.workers))
        .enable_all()
        .build()?;
    probe::start(runtime.handle());
    let own = own(&settings);
    runtime.block_on(runtime.spawn(serve(settings, own)))?
}

/// Listens, and answers until the process ends.
pub async fn serve(settings: Settings, own: Router<usize>) -> io::Result<()> {
    let listener = settings.listen()?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app(settings.workers, own)).await
}
// #endregion server
