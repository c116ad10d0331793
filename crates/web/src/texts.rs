//! The words of the pages: Fluent files, one folder a language, one file a chapter.
//!
//! Vietnamese and English are carried in the program; a folder named in the configuration may bring
//! more languages, or better words for these two. What a language lacks is shown in Vietnamese. No
//! template and no code holds words of its own; a test looks up every key that they name.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// One chapter's file in both languages.
macro_rules! chapter {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../texts/vi/", $name, ".ftl")),
            include_str!(concat!("../texts/en/", $name, ".ftl")),
        )
    };
}

/// The chapters: name, Vietnamese, English.
const CHAPTERS: &[(&str, &str, &str)] = &[
    chapter!("access"),
    chapter!("accounts"),
    chapter!("api"),
    chapter!("evidence"),
    chapter!("frame"),
    chapter!("own"),
    chapter!("jobs"),
    chapter!("people"),
    chapter!("personal"),
    chapter!("assist"),
    chapter!("file"),
    chapter!("inspect"),
    chapter!("queue"),
    chapter!("review"),
    chapter!("roster"),
    chapter!("public"),
    chapter!("start"),
    chapter!("province"),
    chapter!("recognition"),
    chapter!("refusals"),
    chapter!("design"),
];

/// All languages of a counter; the first is Vietnamese.
pub struct Texts(Vec<Words>);

/// One language.
pub struct Words {
    /// Code as in `lang="vi"`.
    pub code: String,
    /// Words without a place to fill in, by key: nearly all, and found without the formatter.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// A folder of words that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct TextFault {
    /// File or folder.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Texts {
    /// The languages of the program, and those in `folder`: `folder/CODE/*.ftl`.
    ///
    /// # Errors
    /// A file that cannot be read or is no Fluent.
    pub fn load(folder: Option<&Path>) -> Result<Self, TextFault> {
        let mut sources = BTreeMap::from([("vi".to_owned(), own(false)), ("en".to_owned(), own(true))]);
        if let Some(folder) = folder {
            add_folder(&mut sources, folder)?;
        }
        let fallback = sources.get("vi").cloned().unwrap_or_default();
        let mut languages = Vec::with_capacity(sources.len());
        for (code, files) in sources {
            languages.push(Words::new(code, &fallback, &files)?);
        }
        languages.sort_by_key(|words| (words.code != "vi", words.code != "en"));
        Ok(Self(languages))
    }

    /// The language of that code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Words> {
        self.0.iter().find(|words| words.code == code)
    }

    /// Vietnamese.
    ///
    /// # Panics
    /// Never: [`Texts::load`] always brings it.
    #[must_use]
    pub fn vietnamese(&self) -> &Words {
        self.0.first().expect("the program carries Vietnamese")
    }

    /// All of them.
    pub fn languages(&self) -> impl Iterator<Item = &Words> {
        self.0.iter()
    }
}

/// Place and text of each file.
type Files = Vec<(String, String)>;

fn own(english: bool) -> Files {
    let pick = |(name, vi, en): &(&str, &str, &str)| {
        ((*name).to_owned(), if english { *en } else { *vi }.to_owned())
    };
    CHAPTERS.iter().map(pick).collect()
}

fn add_folder(sources: &mut BTreeMap<String, Files>, folder: &Path) -> Result<(), TextFault> {
    for language in entries(folder)? {
        let Some(code) = language.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
            continue;
        };
        if !language.is_dir() {
            continue;
        }
        let files = sources.entry(code).or_default();
        for file in
            entries(&language)?.into_iter().filter(|file| file.extension().is_some_and(|end| end == "ftl"))
        {
            let text = fs::read_to_string(&file).map_err(|error| fault(&file, &error))?;
            files.push((file.display().to_string(), text));
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, TextFault> {
    let read = fs::read_dir(folder).map_err(|error| fault(folder, &error))?;
    let mut found: Vec<_> = read.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    Ok(found)
}

fn fault(place: &Path, reason: &impl ToString) -> TextFault {
    TextFault { place: place.display().to_string(), reason: reason.to_string() }
}

impl Words {
    fn new(code: String, fallback: &Files, files: &Files) -> Result<Self, TextFault> {
        let language: LanguageIdentifier = code.parse().map_err(|_| TextFault {
            place: code.clone(),
            reason: "not the code of a language".to_owned(),
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for (place, text) in fallback.iter().chain(files) {
            let resource = FluentResource::try_new(text.clone()).map_err(|(_, errors)| TextFault {
                place: format!("{code}: {place}"),
                reason: errors.first().map_or_else(String::new, ToString::to_string),
            })?;
            let keys: Vec<String> = resource.entries().filter_map(key_of).collect();
            bundle.add_resource_overriding(resource);
            for key in keys {
                match plain_text(&bundle, &key) {
                    Some(text) => plain.insert(key, text),
                    None => plain.remove(&key),
                };
            }
        }
        Ok(Self { code, plain, bundle })
    }

    /// The words of a key that has nothing to fill in; the key itself where there are none, which a test
    /// keeps from happening.
    #[must_use]
    pub fn get<'w>(&'w self, key: &'w str) -> Cow<'w, str> {
        match self.plain.get(key) {
            Some(text) => Cow::Borrowed(text),
            None => self.fill(key, &FluentArgs::new()),
        }
    }

    /// Whether there are words for the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.plain.contains_key(key) || self.bundle.has_message(key)
    }

    /// The words of a key with values filled in.
    #[must_use]
    pub fn fill<'w>(&'w self, key: &'w str, values: &FluentArgs<'_>) -> Cow<'w, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Borrowed(key);
        };
        let mut errors = Vec::new();
        Cow::Owned(self.bundle.format_pattern(pattern, Some(values), &mut errors).into_owned())
    }

    /// The words of a key with one value filled in.
    pub fn with<'v>(&self, key: &str, name: &'v str, value: impl Into<FluentValue<'v>>) -> String {
        let mut values = FluentArgs::new();
        values.set(name, value);
        self.fill(key, &values).into_owned()
    }
}

fn key_of(entry: &fluent_syntax::ast::Entry<&str>) -> Option<String> {
    match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    }
}

/// The words of a message that is text alone.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    use fluent_syntax::ast::PatternElement;
    let pattern = bundle.get_message(key)?.value()?;
    let is_plain =
        pattern.elements.iter().all(|element| matches!(element, PatternElement::TextElement { .. }));
    let mut errors = Vec::new();
    is_plain.then(|| bundle.format_pattern(pattern, None, &mut errors).into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(words: &Words, files: &Files) -> BTreeSet<String> {
        let resources = files.iter().map(|(_, text)| FluentResource::try_new(text.clone()).expect("valid"));
        resources
            .flat_map(|one| one.entries().filter_map(key_of).collect::<Vec<_>>())
            .filter(|key| words.has(key))
            .collect()
    }

    /// Every file of templates and code.
    fn sources() -> Vec<(String, String)> {
        let mut waiting = vec![
            Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"),
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        ];
        let mut found = Vec::new();
        while let Some(folder) = waiting.pop() {
            for path in entries(&folder).expect("a folder") {
                if path.is_dir() {
                    waiting.push(path);
                } else if let Ok(text) = fs::read_to_string(&path) {
                    found.push((path.display().to_string(), text));
                }
            }
        }
        found
    }

    /// The keys that a source names: `.t("key")`, `.t1("key"`, `.get("key")` of words, and so on.
    fn named(text: &str) -> impl Iterator<Item = &str> {
        [".t(\"", ".t1(\"", ".t2(\"", "frame(\"", "words.get(\"", "words.with(\"", "words.fill(\""]
            .into_iter()
            .flat_map(move |call| text.split(call).skip(1))
            .filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn every_word_that_is_named_is_there() {
        let texts = Texts::load(None).expect("our own texts");
        let words = texts.vietnamese();
        let mut lost: Vec<String> = Vec::new();
        for (place, text) in sources() {
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            lost.extend(named(text).filter(|key| !words.has(key)).map(|key| format!("{place}: {key}")));
        }
        assert!(lost.is_empty(), "no words for:\n{}", lost.join("\n"));
    }

    #[test]
    fn both_languages_say_everything() {
        let texts = Texts::load(None).expect("our own texts");
        let (vi, en) = (texts.vietnamese(), texts.find("en").expect("English"));
        let (vi, en) = (keys(vi, &own(false)), keys(en, &own(true)));
        // Rules speak English themselves.
        let told = |key: &&String| !key.starts_with("refusal-");
        assert_eq!(
            vi.difference(&en).filter(told).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "not in English"
        );
        assert_eq!(
            en.difference(&vi).filter(told).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "not in Vietnamese"
        );
    }

    #[test]
    fn another_language_comes_as_files_and_lacks_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("tyz")).expect("a folder");
        fs::write(folder.path().join("tyz/frame.ftl"), "sign-in = Khảu pây\n").expect("a file");
        let texts = Texts::load(Some(folder.path())).expect("texts");
        let tay = texts.find("tyz").expect("Tày");
        assert_eq!((tay.get("sign-in"), tay.get("sign-out")), ("Khảu pây".into(), "Đăng xuất".into()));
    }

    #[test]
    fn a_file_that_is_no_fluent_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("tyz")).expect("a folder");
        fs::write(folder.path().join("tyz/frame.ftl"), "= nothing\n").expect("a file");
        let Err(fault) = Texts::load(Some(folder.path())) else { panic!("taken") };
        assert!(fault.place.contains("frame.ftl"), "{fault}");
    }

    #[test]
    fn values_are_filled_in() {
        let texts = Texts::load(None).expect("our own texts");
        assert_eq!(texts.vietnamese().with("failure-number", "number", "A1"), "Khi báo lỗi, xin đọc số A1.");
    }
}
