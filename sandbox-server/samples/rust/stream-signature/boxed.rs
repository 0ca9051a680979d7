use std::io;
use std::pin::Pin;

use futures_util::{Stream, StreamExt};

type Words = Pin<Box<dyn Stream<Item = Result<String, io::Error>>>>;

struct Model;

impl Model {
    async fn answer(&self, question: &str) -> Result<Words, io::Error> {
        let words: Vec<_> = question.split(' ').map(|word| Ok(word.to_uppercase())).collect();
        Ok(Box::pin(futures_util::stream::iter(words)))
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
