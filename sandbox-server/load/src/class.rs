//! Classes of requests: how often which path is asked for (LD6).

use serde::Serialize;
use std::collections::HashSet;
use std::str::FromStr;

/// Each has its own histograms in every line.
const MOST_CLASSES: usize = 8;
const MOST_NAME_CHARACTERS: usize = 32;
/// Of everything, when no classes are given.
pub const ONLY_CLASS: &str = "all";

/// `NAME=WEIGHT:PATH`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Class {
    pub name: String,
    pub weight: f64,
    pub path: String,
}

impl FromStr for Class {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').and_then(|(name, rest)| Some((name, rest.split_once(':')?)));
        let Some((name, (weight, path))) = parts else {
            return Err("write NAME=WEIGHT:PATH, for example io=99:/sleep?ms=5".into());
        };
        if !is_name(name) {
            return Err(format!("a name has 1 to {MOST_NAME_CHARACTERS} letters, digits or hyphens"));
        }
        let weight = weight.parse().ok().filter(|weight: &f64| *weight > 0.0 && weight.is_finite());
        let weight = weight.ok_or("the weight must be a number above 0")?;
        if !path.starts_with('/') || path.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return Err("the path must begin with / and hold no spaces; write them as %20".into());
        }
        Ok(Self { name: name.to_owned(), weight, path: path.to_owned() })
    }
}

fn is_name(text: &str) -> bool {
    let allowed = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    allowed && (1..=MOST_NAME_CHARACTERS).contains(&text.len())
}

/// `NAME=TEXT`: what the body of every good answer of a class must be.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassBody {
    pub name: String,
    pub text: String,
}

impl FromStr for ClassBody {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, text) = text.split_once('=').ok_or("write NAME=TEXT, for example ping=pong")?;
        Ok(Self { name: name.to_owned(), text: text.to_owned() })
    }
}

/// What cannot work, in one sentence that says what would.
pub fn check(classes: &[Class], bodies: &[ClassBody], stratified: bool) -> Result<(), String> {
    if classes.len() > MOST_CLASSES {
        return Err(format!("A run has at most {MOST_CLASSES} classes; {} were given.", classes.len()));
    }
    let mut names = HashSet::new();
    if let Some(twice) = classes.iter().find(|class| !names.insert(class.name.as_str())) {
        return Err(format!("--class {} is given twice; give each class its own name.", twice.name));
    }
    let mut with_body = HashSet::new();
    for ClassBody { name, .. } in bodies {
        if !names.contains(name.as_str()) {
            return Err(format!("--class-body {name} has no class; add --class {name}=WEIGHT:PATH."));
        }
        if !with_body.insert(name) {
            return Err(format!("--class-body {name} is given twice; a class has one body."));
        }
    }
    if stratified && percents(classes).is_none() {
        return Err(
            "--class-order stratified needs weights that are whole percents of their sum, for example 99 and 1, \
                    or use random."
                .into(),
        );
    }
    Ok(())
}

/// How many of every hundred requests each class has; `None` when those are not whole numbers.
pub fn percents(classes: &[Class]) -> Option<Vec<usize>> {
    let sum: f64 = classes.iter().map(|class| class.weight).sum();
    let whole = |class: &Class| {
        let percent = class.weight / sum * 100.0;
        ((percent - percent.round()).abs() < 1e-9).then_some(percent.round() as usize)
    };
    classes.iter().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<Class> {
        text.split_whitespace().map(|class| class.parse().unwrap()).collect()
    }

    #[test]
    fn ld6_a_class_is_a_name_a_weight_and_a_path() {
        let class = Class { name: "io".into(), weight: 99.0, path: "/sleep?ms=5:a=b".into() };
        assert_eq!("io=99:/sleep?ms=5:a=b".parse(), Ok(class));
        for (text, told) in [
            ("io", "NAME=WEIGHT:PATH"),
            ("io=99", "NAME=WEIGHT:PATH"),
            ("=1:/", "letters"),
            ("a b=1:/", "letters"),
            ("io=0:/", "above 0"),
            ("io=inf:/", "above 0"),
            ("io=many:/", "above 0"),
            ("io=1:ping", "begin with /"),
            ("io=1:/a b", "%20"),
        ] {
            let refusal = text.parse::<Class>().unwrap_err();
            assert!(refusal.contains(told), "{text}: {refusal}");
        }
    }

    #[test]
    fn ld15_classes_that_contradict_each_other_are_refused() {
        let body = |text: &str| vec![text.parse::<ClassBody>().unwrap()];
        let nine: Vec<Class> = (0..9).map(|n| format!("c{n}=1:/").parse().unwrap()).collect();
        for (classes, bodies, stratified, told) in [
            (classes("a=1:/ a=2:/b"), vec![], false, "a is given twice"),
            (classes("a=1:/"), body("b=pong"), false, "add --class b="),
            (classes("a=1:/"), [body("a=x"), body("a=y")].concat(), false, "a is given twice"),
            (nine, vec![], false, "at most 8"),
            (classes("a=1:/ b=2:/"), vec![], true, "whole percents"),
        ] {
            let refusal = check(&classes, &bodies, stratified).unwrap_err();
            assert!(refusal.contains(told), "{refusal}");
        }
        assert_eq!(check(&classes("a=1:/ b=2:/"), &body("a=pong=x"), false), Ok(()));
    }

    #[test]
    fn ld6_shares_of_a_hundred() {
        assert_eq!(percents(&classes("a=99:/ b=1:/")), Some(vec![99, 1]));
        assert_eq!(percents(&classes("a=1:/ b=3:/")), Some(vec![25, 75]));
        assert_eq!(percents(&classes("a=1:/ b=2:/")), None);
    }
}
