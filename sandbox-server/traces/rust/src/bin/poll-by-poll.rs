use traced::{run, say, spawn, wait};

async fn handler(name: &str, ms: u64) {
    let page = [0u8; 4096];
    say!("{name} asks");
    wait(ms).await;
    say!("{name} asks more");
    wait(ms).await;
    say!("{name} has {}", page.len());
}

fn main() {
    run(async {
        let a = handler("A", 20);
        let b = handler("B", 30);
        say!("two futures");
        let a = spawn("A", a);
        let b = spawn("B", b);
        say!("two tasks");
        a.await;
        b.await;
    });
}
