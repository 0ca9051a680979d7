use std::io;

use futures_util::{Stream, StreamExt};

struct Model;

impl Model {
    async fn answer(&self, question: &str) -> Result<impl Stream<Item = Result<String, io::Error>>, io::Error> {
        let words: Vec<_> = question.split(' ').map(|word| Ok(word.to_uppercase())).collect();
        Ok(futures_util::stream::iter(words))
    }
}

#[tokio::main]
async fn main() -> Result<(), io::Error> {
    let mut words = Model.answer("one after another").await?;
    while let Some(word) = words.next().await {
        println!("{}", word?);
    }
    Ok(())
}
