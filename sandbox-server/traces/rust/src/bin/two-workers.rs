use traced::{compute, run_on, say, start, wait};

async fn short() {
    compute(2);
}

async fn long() {
    compute(20);
}

async fn waits() {
    compute(1);
    wait(4).await;
    compute(1);
}

fn main() {
    run_on(2, async {
        for name in ["A", "B", "C"] {
            start(name, short());
        }
        start("long", long());
        for name in ["D", "E", "F"] {
            start(name, short());
        }
        start("waits", waits());
        say!("eight tasks");
    });
}
