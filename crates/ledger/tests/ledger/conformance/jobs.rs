//! Long work under leases.

use sohoc_ledger::db::Moment;
use sohoc_ledger::jobs::{self, Ending, JobRow, Lease, NewJob};
use sohoc_rules::ids::JobId;

use crate::support::{Ledger, id};

fn job(number: u32) -> NewJob {
    NewJob {
        id: JobId::from_uuid(id(number)),
        kind: "import".to_owned(),
        account: None,
        sign_in: "console".to_owned(),
        unit: None,
        organization: None,
        options: "{}".to_owned(),
        source_file: Some(format!("list-{number}")),
        source_name: Some("danh sách.xlsx".to_owned()),
    }
}

fn lease(holder: u32, until: i64) -> Lease {
    Lease { holder: id(holder), until: Ledger::at(until) }
}

fn waiting(number: u32, at: Moment) -> JobRow {
    JobRow {
        new: job(number),
        state: "waiting".to_owned(),
        added_at: at,
        started_at: None,
        ended_at: None,
        attempts: 0,
        done: 0,
        total: None,
        result: None,
        result_file: None,
        failure: None,
    }
}

pub fn a_job_belongs_to_who_holds_its_lease(ledger: &Ledger) {
    ledger.write(|writer| jobs::add(writer, &job(2), Ledger::at(1)));
    ledger.write(|writer| jobs::add(writer, &job(1), Ledger::at(2)));
    let claim = |lease, at| ledger.write(|writer| jobs::claim(writer, lease, Ledger::at(at)));
    let taken = claim(lease(50, 100), 10).expect("one waits");
    let running = JobRow {
        state: "running".to_owned(),
        started_at: Some(Ledger::at(10)),
        attempts: 1,
        ..waiting(2, Ledger::at(1))
    };
    assert_eq!(taken, running);
    assert_eq!(claim(lease(51, 100), 11).map(|job| job.new.id), Some(job(1).id));
    assert_eq!(claim(lease(52, 200), 99), None);

    let progress =
        |number, lease, how| ledger.write(|writer| jobs::progress(writer, job(number).id, lease, how));
    assert!(progress(2, lease(50, 300), (7, Some(9))));
    let over = claim(lease(52, 200), 100).expect("its lease has run out");
    assert_eq!((over.new.id, over.attempts, over.started_at), (job(1).id, 2, Some(Ledger::at(11))));
    assert!(!progress(1, lease(51, 300), (1, None)), "it is another's now");

    let done = Ending { state: "done".to_owned(), result: Some("{}".to_owned()), ..Ending::default() };
    let end = |number, holder, ending: &Ending| {
        ledger.write(|writer| jobs::end(writer, job(number).id, id(holder), ending, (Ledger::at(150), 8)))
    };
    assert!(!end(1, 51, &done));
    assert!(end(2, 50, &done));
    let ended = ledger.read(|reader| jobs::find(reader, job(2).id)).expect("it is on record");
    let expected = JobRow {
        state: "done".to_owned(),
        ended_at: Some(Ledger::at(150)),
        done: 8,
        total: Some(9),
        result: Some("{}".to_owned()),
        ..running
    };
    assert_eq!(ended, expected);
    assert!(!end(2, 50, &done), "it ends once");
}

pub fn a_job_is_put_back_cancelled_and_its_files_forgotten(ledger: &Ledger) {
    ledger.write(|writer| jobs::add(writer, &job(1), Ledger::at(1)));
    let claim = |at| ledger.write(|writer| jobs::claim(writer, lease(50, 100), Ledger::at(at)));
    assert!(claim(2).is_some());
    let back = |holder| ledger.write(|writer| jobs::put_back(writer, job(1).id, id(holder)));
    assert_eq!([back(51), back(50), back(50)], [false, true, false]);
    assert_eq!(claim(3).map(|job| job.attempts), Some(1));
    let cancel = || ledger.write(|writer| jobs::cancel(writer, job(1).id, Ledger::at(4)));
    assert_eq!([cancel(), cancel()], [true, false]);
    assert_eq!(claim(1_000), None);
    assert_eq!(ledger.read(jobs::counts), [("cancelled".to_owned(), 1)]);

    ledger.write(|writer| jobs::add(writer, &job(3), Ledger::at(5)));
    let list = || -> Vec<(JobId, Option<String>)> {
        let rows = ledger.read(|reader| jobs::list_of(reader, None, 10));
        rows.into_iter().map(|row| (row.new.id, row.new.source_file)).collect()
    };
    let forget = |before| ledger.write(|writer| jobs::forget_files(writer, Ledger::at(before)));
    assert_eq!(forget(4), [""; 0]);
    assert_eq!(forget(5), ["list-1"]);
    assert_eq!(list(), [(job(3).id, Some("list-3".to_owned())), (job(1).id, None)]);
}
