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
