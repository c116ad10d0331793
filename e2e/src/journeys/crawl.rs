//! Following links and looking at every kind of page that is met.

use std::collections::{HashMap, VecDeque};

use super::routes::{Pattern, pages};
use super::walks::Walk;
use crate::browser::{Scheme, Visitor};
use crate::house::{Html, check_html};

/// How many pages of one kind are opened in search of links.
const OF_A_KIND: usize = 3;

/// Where addresses lead that are no pages: files, sounds, what machines read.
const NO_PAGES: [&str; 5] = ["/tep/", "/tieng-noi/", "/api/", "/robots.txt", "/.well-known/"];

/// Follows links from where the visitor stands until a page of every kind of the walk was looked at, once
/// in each language. What no link leads to is told, and links that lead nowhere.
pub async fn crawl(visitor: &Visitor, walk: &Walk, looked: &mut Looked) {
    let patterns: Vec<Pattern> = pages().iter().map(|path| Pattern::new(path)).collect();
    let mut missing: Vec<&str> = walk.patterns.to_vec();
    let mut queue = VecDeque::from([visitor.address().await]);
    queue.extend(walk.from.iter().map(|path| (*path).to_owned()));
    queue.push_back("/".to_owned());
    let mut opened: HashMap<String, usize> = HashMap::new();
    while let Some(path) = queue.pop_front() {
        if missing.is_empty() {
            return;
        }
        if !path.starts_with('/')
            || NO_PAGES.iter().any(|file| path.starts_with(file))
            || path.ends_with("/tep")
        {
            continue;
        }
        let Some(pattern) = Pattern::of(&patterns, &path) else {
            looked.broken.push(format!("a link leads {} to {path}, where nothing is", walk.role));
            continue;
        };
        let times = opened.entry(pattern.path.clone()).or_default();
        if *times == OF_A_KIND {
            continue;
        }
        *times += 1;
        visitor.goes_to(&path).await;
        let here = visitor.address().await;
        let Some(pattern) = Pattern::of(&patterns, &here) else { continue };
        if let Some(place) = missing.iter().position(|one| *one == pattern.path) {
            missing.swap_remove(place);
            looked.in_both_languages(visitor, &format!("{}-{}", walk.role, pattern.name())).await;
        }
        queue.extend(visitor.links("/").await);
    }
    looked.broken.push(format!("no link leads {} to {missing:?}", walk.role));
}

/// What was found so far.
#[derive(Default)]
pub struct Looked {
    pub broken: Vec<String>,
    html: Vec<Html>,
}

impl Looked {
    /// Looks at the page that is shown in one language and then in the other.
    pub async fn in_both_languages(&mut self, visitor: &Visitor, name: &str) {
        self.examine(visitor, &format!("{name}-vi")).await;
        let here = visitor.address().await;
        let chooses_here = visitor.offers("English").await;
        if !chooses_here {
            visitor.goes_to("/").await;
        }
        visitor.presses("English").await;
        visitor.sees("Accessibility").await;
        if !chooses_here {
            // Kept by every cache on the way, it carries no form that is one visitor's own.
            visitor.goes_to(&here).await;
        }
        self.examine(visitor, &format!("{name}-en")).await;
        if !chooses_here {
            visitor.goes_to("/").await;
        }
        visitor.presses("Tiếng Việt").await;
        visitor.sees("Trợ năng").await;
    }

    pub async fn examine(&mut self, visitor: &Visitor, name: &str) {
        let (found, html) = examine(visitor, name).await;
        self.broken.extend(found);
        self.html.push(html);
    }

    pub fn judge(mut self) {
        // Names and criteria are Vietnamese in every language: the checker's guess at the language is no fault.
        let guess = |line: &String| line.contains("This document appears to be written in");
        self.broken.extend(check_html(&self.html).into_iter().filter(|line| !guess(line)));
        assert!(self.broken.is_empty(), "{} broken promises:\n{}", self.broken.len(), self.broken.join("\n"));
    }
}

/// Looks at the page that is shown in all widths and colours.
async fn examine(visitor: &Visitor, name: &str) -> (Vec<String>, Html) {
    let html = visitor.html(name).await;
    let mut broken = Vec::new();
    for (width, height) in [(320, 640), (1280, 900)] {
        visitor.resizes(width, height).await;
        for scheme in [Scheme::Light, Scheme::Dark] {
            visitor.turns(scheme).await;
            let place = format!("{name}-{width}-{scheme:?}").to_lowercase();
            broken.extend(visitor.axe().await.into_iter().map(|line| format!("{place}: {line}")));
            // Pictures cost more than judging: one of each width is enough to look at.
            if scheme == Scheme::Light {
                visitor.pictures(&place).await;
            }
        }
        broken.extend(visitor.overflow().await.map(|line| format!("{name}-{width}: {line}")));
        broken.extend(visitor.unseen_focus().await.into_iter().map(|line| format!("{name}-{width}: {line}")));
    }
    visitor.resizes(320, 640).await;
    visitor.turns(Scheme::Light).await;
    broken.extend(visitor.complaints().await.into_iter().map(|line| format!("{name}: {line}")));
    (broken, html)
}
