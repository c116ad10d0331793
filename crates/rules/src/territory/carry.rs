//! Carrying a fact from the unit and day it was held at to the units of another day.
//!
//! Say xã Ngọc Đào counted 900 people in 2024. On the map of 2026 they belong to xã Hà Quảng: all of
//! Ngọc Đào went there, so all 900 go too. Back is harder: what Hà Quảng counted in 2026 came from
//! several old communes, and unless someone declared their shares nobody can say how much from
//! which. Such a rest is shown as unassigned, with the candidates, and never spread silently.

use super::chronicle::Edge;
use super::register::{Register, Territory};
use super::share::Share;
use super::succession::{Extent, PartRule};
use super::unit::{day_before, nearest_day};
use crate::ids::UnitId;
use crate::time::Date;

/// Where a fact lies on another day: the parts and the unassigned rest add up to the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Units in force on the other day, each once, with what it gets.
    pub parts: Vec<(UnitId, Share)>,
    /// What no succession and no declared rule assigns.
    pub unassigned: Share,
    /// The rest, question by question.
    pub questions: Vec<Question>,
}

impl Carried {
    /// The one unit that gets all of it.
    #[must_use]
    pub fn whole(&self) -> Option<UnitId> {
        match self.parts[..] {
            [(unit, share)] if share.is_whole() => Some(unit),
            _ => None,
        }
    }
}

/// A rest that only a person can assign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The unit at which the trail ends.
    pub from: UnitId,
    /// The day on which the candidates were in force.
    pub day: Date,
    /// How much of the whole it is about.
    pub share: Share,
    /// Among which units it lies, main ones first; empty when the unit ended, or began, without any.
    pub candidates: Vec<UnitId>,
}

impl Territory {
    /// Carries a fact held at a unit on a day to the units of another day, forward or back, through
    /// as many decrees as lie between.
    ///
    /// A day outside the unit's life counts as the nearest day inside. The day matters when a unit gave
    /// a part away and stayed: facts of before are divided, later ones are not. A unit that is not
    /// known leaves everything unassigned.
    #[must_use]
    pub fn carry(&self, unit: UnitId, from: Date, to: Date) -> Carried {
        let Some(place) = self.place(unit) else {
            let question = Question { from: unit, day: from, share: Share::WHOLE, candidates: Vec::new() };
            return Carried { parts: Vec::new(), unassigned: Share::WHOLE, questions: vec![question] };
        };
        let trail = Trail::follow(&self.0, place, from, to);
        let id = |place: usize| self.0.unit(place).id;
        let open = trail.open.into_iter();
        Carried {
            unassigned: open.as_slice().iter().fold(Share::NONE, |sum, open| sum + open.share),
            parts: trail.settled.into_iter().map(|(place, share)| (id(place), share)).collect(),
            questions: open
                .map(|open| Question {
                    from: id(open.from),
                    day: open.day,
                    share: open.share,
                    candidates: open.candidates.into_iter().map(id).collect(),
                })
                .collect(),
        }
    }
}

/// The same as [`Carried`], by places.
pub(super) struct Trail<'a> {
    register: &'a Register,
    to: Date,
    pub settled: Vec<(usize, Share)>,
    pub open: Vec<Open>,
    moving: Vec<Piece>,
}

/// A rest whose trail ends.
pub(super) struct Open {
    pub from: usize,
    pub day: Date,
    pub share: Share,
    pub candidates: Vec<usize>,
}

impl Open {
    /// Whether the candidates can be all there are: a lone one took a part, and who took the rest is not recorded.
    pub fn names_all(&self) -> bool {
        self.candidates.len() > 1
    }
}

/// A share at a unit on a day, still to be moved.
#[derive(Clone, Copy)]
struct Piece {
    place: usize,
    day: Date,
    share: Share,
}

impl<'a> Trail<'a> {
    pub fn follow(register: &'a Register, place: usize, from: Date, to: Date) -> Self {
        let day = nearest_day(register.unit(place).span, from);
        let start = Piece { place, day, share: Share::WHOLE };
        let mut trail = Self { register, to, settled: Vec::new(), open: Vec::new(), moving: vec![start] };
        // Ends, because each step moves strictly towards the target day.
        while let Some(piece) = trail.moving.pop() {
            if day <= to { trail.step_forward(piece) } else { trail.step_back(piece) }
        }
        trail
    }

    fn step_forward(&mut self, piece: Piece) {
        let edges = self.register.chronicle.outgoing(piece.place);
        let next = edges.iter().position(|edge| piece.day < edge.effective && edge.effective <= self.to);
        match next {
            Some(first) => self.hand_on(piece, same_day(&edges[first..])),
            None => self.settle(piece),
        }
    }

    /// Divides a piece among those who took over on one day.
    fn hand_on(&mut self, piece: Piece, heirs: &[Edge]) {
        let day = heirs[0].effective;
        let stays = self.register.unit(piece.place).span.holds(day);
        let mut weights = Weights::default();
        let mut undeclared = Vec::new();
        for edge in heirs {
            match self.register.chronicle.successions[edge.row].extent {
                Extent::Whole => weights.add(edge.other, 1, 1),
                Extent::Part(PartRule::Share(weight)) => weights.add(edge.other, weight.part, weight.of),
                Extent::Part(PartRule::Hamlets | PartRule::Unknown) => undeclared.push(*edge),
            }
        }
        let rest = self.deal(piece, day, &weights);
        let unclaimed = if stays { Some(piece.place) } else { None };
        if let (Some(place), true) = (unclaimed, undeclared.is_empty()) {
            self.push(Piece { place, day, share: rest });
            return;
        }
        let asked = if undeclared.is_empty() { heirs } else { &undeclared };
        let candidates = self.candidates(asked, unclaimed);
        self.ask(Open { from: piece.place, day, share: rest, candidates });
    }

    fn step_back(&mut self, piece: Piece) {
        let edges = self.register.chronicle.incoming(piece.place);
        let last = edges.iter().rposition(|edge| self.to < edge.effective && edge.effective <= piece.day);
        match last {
            Some(last) => {
                let first = edges.partition_point(|edge| edge.effective < edges[last].effective);
                self.give_back(piece, &edges[first..=last]);
            }
            None => self.settle(piece),
        }
    }

    /// Divides a piece among those it was made of on one day.
    fn give_back(&mut self, piece: Piece, origins: &[Edge]) {
        let day = day_before(origins[0].effective);
        let existed = self.register.unit(piece.place).span.holds(day);
        let mut weights = Weights::default();
        let mut undeclared = Vec::new();
        for edge in origins {
            match self.register.chronicle.successions[edge.row].origin {
                Some(weight) => weights.add(edge.other, weight.part, weight.of),
                None => undeclared.push(*edge),
            }
        }
        if let ([only], false) = (origins, existed) {
            self.push(Piece { place: only.other, day, share: piece.share });
            return;
        }
        let rest = self.deal(piece, day, &weights);
        let unclaimed = if existed { Some(piece.place) } else { None };
        if let (Some(place), true) = (unclaimed, undeclared.is_empty()) {
            self.push(Piece { place, day, share: rest });
            return;
        }
        let asked = if undeclared.is_empty() { origins } else { &undeclared };
        let candidates = self.candidates(asked, unclaimed);
        self.ask(Open { from: piece.place, day, share: rest, candidates });
    }

    /// Sends the declared shares of a piece on; what no share claims comes back.
    fn deal(&mut self, piece: Piece, day: Date, weights: &Weights) -> Share {
        let (shares, rest) = piece.share.split(&weights.parts, weights.of);
        for (place, share) in weights.places.iter().zip(shares) {
            self.push(Piece { place: *place, day, share });
        }
        rest
    }

    fn push(&mut self, piece: Piece) {
        if !piece.share.is_none() {
            self.moving.push(piece);
        }
    }

    fn ask(&mut self, open: Open) {
        if !open.share.is_none() {
            self.open.push(open);
        }
    }

    fn settle(&mut self, piece: Piece) {
        if !self.register.unit(piece.place).span.holds(self.to) {
            let Piece { place, day, share } = piece;
            self.ask(Open { from: place, day, share, candidates: Vec::new() });
        } else if let Some(known) = self.settled.iter_mut().find(|(place, _)| *place == piece.place) {
            known.1 += piece.share;
        } else {
            self.settled.push((piece.place, piece.share));
        }
    }

    /// Whoever may hold a rest, the main successor first, and last the unit itself when it stayed.
    fn candidates(&self, edges: &[Edge], itself: Option<usize>) -> Vec<usize> {
        let mut edges = edges.to_vec();
        edges.sort_by_key(|edge| self.register.chronicle.successions[edge.row].main != Some(true));
        edges.iter().map(|edge| edge.other).chain(itself).collect()
    }
}

/// Declared shares of one total; that the totals agree was checked when the territory was built.
#[derive(Default)]
struct Weights {
    places: Vec<usize>,
    parts: Vec<u32>,
    of: u32,
}

impl Weights {
    fn add(&mut self, place: usize, part: u32, of: u32) {
        self.places.push(place);
        self.parts.push(part);
        self.of = of;
    }
}

/// The leading edges that share the day of the first.
fn same_day(edges: &[Edge]) -> &[Edge] {
    let day = edges[0].effective;
    &edges[..edges.partition_point(|edge| edge.effective == day)]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::territory::share::Weight;
    use crate::territory::sketch::{BY_HAMLETS, Sketch, UNKNOWN, reform, share, since_reform, until_reform};
    use crate::territory::succession::Extent;
    use crate::time::Span;

    const OLD: Date = date(2024, 12, 31);
    const NEW: Date = date(2026, 1, 1);

    fn parts(carried: &Carried) -> Vec<(UnitId, String)> {
        carried.parts.iter().map(|(unit, share)| (*unit, share.to_string())).collect()
    }

    #[test]
    fn a_split_follows_its_declared_shares_and_shows_the_rest() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let [a, b, c] = ["a", "b", "c"].map(|key| sketch.commune(key, since_reform(), province));
        sketch.pass(old, a, share(600, 1_000));
        sketch.pass(old, b, UNKNOWN);
        sketch.pass(old, c, BY_HAMLETS).main = Some(true);
        let carried = sketch.build().carry(old, OLD, NEW);
        assert_eq!(parts(&carried), [(a, "60 %".to_owned())]);
        assert_eq!(carried.unassigned, Share::of(Weight { part: 4, of: 10 }));
        assert_eq!(carried.questions[0].candidates, [c, b]);
        assert_eq!(carried.questions[0].day, reform());
        assert_eq!(carried.whole(), None);
    }

    #[test]
    fn shares_multiply_through_generations_and_meet_again() {
        let second = date(2027, 1, 1);
        let short = Span { from: Some(reform()), to: Some(date(2026, 12, 31)) };
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let [a, b] = ["a", "b"].map(|key| sketch.commune(key, short, province));
        let [x, y] = ["x", "y"].map(|key| sketch.commune(key, Span::since(second), province));
        sketch.pass(old, a, share(1, 2));
        sketch.pass(old, b, share(1, 2));
        sketch.pass_on(second, a, x, share(1, 2));
        sketch.pass_on(second, a, y, share(1, 2));
        sketch.pass_on(second, b, x, Extent::Whole);
        let territory = sketch.build();
        let carried = territory.carry(old, OLD, date(2028, 1, 1));
        let mut found = parts(&carried);
        found.sort();
        let mut wanted = vec![(x, "75 %".to_owned()), (y, "25 %".to_owned())];
        wanted.sort();
        assert_eq!(found, wanted);
        assert_eq!(territory.carry(y, date(2028, 1, 1), OLD).whole(), Some(old));
        assert!(territory.carry(x, date(2028, 1, 1), OLD).unassigned.is_whole());
    }

    #[test]
    fn a_unit_that_gave_a_part_away_keeps_what_it_counted_later() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let giver = sketch.commune("giver", Span::ALWAYS, province);
        let taker = sketch.commune("taker", Span::ALWAYS, province);
        sketch.pass(giver, taker, share(1, 4)).origin = Some(Weight { part: 1, of: 5 });
        let territory = sketch.build();
        let forward = territory.carry(giver, OLD, NEW);
        assert_eq!(forward.parts.len(), 2);
        assert!(forward.parts.contains(&(giver, Share::of(Weight { part: 3, of: 4 }))));
        assert!(forward.unassigned.is_none());
        assert_eq!(territory.carry(giver, NEW, date(2027, 1, 1)).whole(), Some(giver));
        assert_eq!(territory.carry(giver, NEW, OLD).whole(), Some(giver));
        assert_eq!(territory.carry(taker, OLD, NEW).whole(), Some(taker));
        let back = territory.carry(taker, NEW, OLD);
        assert!(back.parts.contains(&(giver, Share::of(Weight { part: 1, of: 5 }))));
        assert!(back.parts.contains(&(taker, Share::of(Weight { part: 4, of: 5 }))));
    }

    #[test]
    fn an_undeclared_part_leaves_the_whole_between_giver_and_taker() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let giver = sketch.commune("giver", Span::ALWAYS, province);
        let taker = sketch.commune("taker", Span::ALWAYS, province);
        sketch.pass(giver, taker, BY_HAMLETS);
        let territory = sketch.build();
        let carried = territory.carry(giver, OLD, NEW);
        assert!(carried.unassigned.is_whole());
        assert_eq!(carried.questions[0].candidates, [taker, giver]);
        assert_eq!(
            territory.as_of(NEW).place_fact(giver, OLD, crate::territory::Level::Province),
            Some(province)
        );
    }

    #[test]
    fn declared_origins_divide_a_merged_commune_when_going_back() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let [a, b] = ["a", "b"].map(|key| sketch.commune(key, until_reform(), province));
        let merged = sketch.commune("merged", since_reform(), province);
        sketch.pass(a, merged, Extent::Whole).origin = Some(Weight { part: 30, of: 100 });
        sketch.pass(b, merged, Extent::Whole).origin = Some(Weight { part: 70, of: 100 });
        let back = sketch.build().carry(merged, NEW, OLD);
        assert!(back.parts.contains(&(a, Share::of(Weight { part: 3, of: 10 }))));
        assert!(back.parts.contains(&(b, Share::of(Weight { part: 7, of: 10 }))));
        assert!(back.unassigned.is_none() && back.questions.is_empty());
    }

    #[test]
    fn an_unknown_unit_leaves_everything_unassigned() {
        let stranger = crate::territory::id_from_key("stranger");
        let carried = Sketch::default().build().carry(stranger, OLD, NEW);
        assert!(carried.unassigned.is_whole() && carried.parts.is_empty());
    }
}
