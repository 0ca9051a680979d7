use futures_util::{Stream, StreamExt};

struct Model;

impl Model {
    async fn answer(&self, question: &str) -> Result<Stream<Item = String>> {
        let words: Vec<String> = question.split(' ').map(str::to_uppercase).collect();
        Ok(futures_util::stream::iter(words))
    }
}

#[tokio::main]
async fn main() -> Result<(), std::io::Error> {
    let mut words = Model.answer("one after another").await?;
    while let Some(word) = words.next().await {
        println!("{word}");
    }
    Ok(())
}
