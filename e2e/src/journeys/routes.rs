//! The record of routes that the pages' own tests keep.

const RECORD: &str = include_str!("../../../crates/web/tests/web/routes.txt");

/// The paths that are read as pages, with names in braces.
pub fn pages() -> Vec<String> {
    let rows = RECORD.lines().filter_map(|line| line.split_once(' '));
    let read = rows.filter(|(path, method)| *method == "GET" && !is_for_machines(path));
    read.map(|(path, _)| path.to_owned()).collect()
}

/// Signs of life, feeds and the API are no pages.
fn is_for_machines(path: &str) -> bool {
    ["/api/", "/.well-known/", "/healthz", "/readyz", "/metrics"].iter().any(|one| path.starts_with(one))
}

/// A path with names in braces.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub path: String,
}

impl Pattern {
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned() }
    }

    /// Whether an address, with or without a query, is of this kind.
    pub fn fits(&self, address: &str) -> bool {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let (mut own, mut other) = (self.path.split('/'), address.split('/'));
        loop {
            match (own.next(), other.next()) {
                (None, None) => return true,
                (Some(own), Some(other)) if own == other || (own.starts_with('{') && !other.is_empty()) => {}
                _ => return false,
            }
        }
    }

    /// The kind of an address: with the fewest names where several fit, as the router has it.
    pub fn of<'p>(patterns: &'p [Self], address: &str) -> Option<&'p Self> {
        let fitting = patterns.iter().filter(|pattern| pattern.fits(address));
        fitting.min_by_key(|pattern| pattern.path.matches('{').count())
    }

    /// For names of files.
    pub fn name(&self) -> String {
        self.path.trim_matches('/').replace(['/', '{', '}'], "-")
    }
}

#[test]
fn an_address_is_of_the_kind_with_the_fewest_names() {
    let patterns = ["/xom/{nguoi}", "/xom/tim", "/xom"].map(Pattern::new);
    let kind = |address| Pattern::of(&patterns, address).map(|one| one.path.as_str());
    assert_eq!(kind("/xom/tim?q=ha"), Some("/xom/tim"));
    assert_eq!(kind("/xom/7"), Some("/xom/{nguoi}"));
    assert_eq!(kind("/xom/7/sua"), None);
    assert_eq!(kind("/xom/"), None);
}
