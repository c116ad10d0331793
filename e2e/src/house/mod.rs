//! The program under test, and the frame of every journey.

mod driver;
mod key;
mod letters;
mod machine;
mod nu;
mod program;
mod template;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;

use crate::browser::{Look, Visitor};

pub use driver::Driver;
pub use key::{Key, PASSWORD};
pub use letters::from_base64;
pub use machine::Machine;
pub use nu::{Html, check_html};
pub use program::Program;
pub use template::Account;

/// A running program with its own copy of the ledger, and those who visit it.
pub struct House {
    /// The program they visit.
    pub program: Program,
    driver: Arc<Driver>,
    visitors: RefCell<Vec<Rc<Visitor>>>,
}

impl House {
    /// Opens a browser window of its own: no cookie and nothing in its cache.
    pub async fn visitor(&self, look: Look) -> Rc<Visitor> {
        let number = self.visitors.borrow().len() + 1;
        let visitor = Rc::new(Visitor::open(&self.driver, &self.program, look, number).await);
        self.visitors.borrow_mut().push(Rc::clone(&visitor));
        visitor
    }
}

/// Walks a story in a house of its own. When it fails, the pages its visitors stood on are kept as
/// pictures; the browsers are closed either way.
pub fn journey(story: impl AsyncFnOnce(&House)) {
    let machine = Machine::look();
    let house = House {
        program: Program::start(machine),
        driver: Driver::shared(machine),
        visitors: RefCell::new(Vec::new()),
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(story(&house))));
    runtime.block_on(async {
        for visitor in house.visitors.take() {
            if ended.is_err() {
                eprintln!("{}", visitor.where_it_stands().await);
            }
            visitor.leave().await;
        }
    });
    if let Err(panic) = ended {
        resume_unwind(panic);
    }
}
