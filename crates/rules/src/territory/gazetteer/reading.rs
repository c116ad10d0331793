//! The ways to read what stands in a list, in order of trust.

/// One way to read a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub time: Time,
    pub by: By,
    /// Whether a hit ends the search even when the unit ended without successor: `thành phố Cao Bằng`
    /// named the district and must not become the province.
    pub is_final: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Current,
    Former,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    Code,
    PaddedCode,
    /// The whole text is a full or short name.
    Name,
    /// The text is a kind and a short name of a unit of that kind.
    NameOfKind,
    /// The text is a kind and a short name of a unit of the kind's level: kinds change and are mixed up.
    NameOfLevel,
}

const fn reading(time: Time, by: By, is_final: bool) -> Reading {
    Reading { time, by, is_final }
}

/// In order of trust.
pub(super) const READINGS: &[Reading] = &[
    reading(Time::Current, By::Code, false),
    reading(Time::Current, By::Name, false),
    reading(Time::Current, By::NameOfKind, false),
    reading(Time::Current, By::PaddedCode, false),
    reading(Time::Former, By::Code, false),
    reading(Time::Former, By::Name, true),
    reading(Time::Former, By::NameOfKind, true),
    reading(Time::Former, By::PaddedCode, false),
    reading(Time::Current, By::NameOfLevel, false),
    reading(Time::Former, By::NameOfLevel, false),
];
