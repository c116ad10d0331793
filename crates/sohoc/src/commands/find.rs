//! `sohoc find`: people by name without accents, or by number. The journal keeps who looked.

use serde::Serialize;
use sohoc_acts::people::{Asked, Found, search};
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::vietnamese::NameQuery;

use crate::cli::FindArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::output::{Output, Table};
use crate::{office, place};

#[derive(Serialize)]
struct People {
    people: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    birth_year: i64,
    unit: Option<Unit>,
}

#[derive(Serialize)]
struct Unit {
    code: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

pub fn run(args: &FindArgs, config: &Config, output: Output) -> Result<()> {
    let asked = asked(args)?;
    let office = office::open(config)?;
    let actor = office::actor(&office, args.sign_in.as_deref())?;
    let today = office.now().day();
    let within = match &args.within {
        None => None,
        Some(wanted) => {
            let place = place::find(&office, wanted, today)?;
            Some(place.units(&*office.map()?, today))
        }
    };
    let found = search(&office, &actor, &asked, within.as_ref(), usize::from(args.limit))?;
    let map = office.map_on(today)?;
    let people = found.into_iter().map(|found| person(&map, found)).collect();
    output.show(&People { people }, text)
}

/// A personal number may also stand where the name would: it must not be searched as a name.
fn asked(args: &FindArgs) -> Result<Asked> {
    if let Some(number) = &args.number {
        return read_number(number);
    }
    let typed = args.name.as_deref().unwrap_or_default();
    if typed.chars().any(|c| c.is_ascii_digit()) {
        return read_number(typed);
    }
    let query = NameQuery::new(typed);
    if query.is_empty() {
        return Err(Error::said("There is no word to look for; type at least a part of the name."));
    }
    Ok(Asked::Name(query))
}

fn read_number(text: &str) -> Result<Asked> {
    PersonalNumber::new(text).map(Asked::Number).map_err(|fault| Error::said(format!("The number: {fault}.")))
}

fn person(map: &TerritoryAsOf, found: Found) -> Person {
    let unit = found.unit.map(|unit| Unit {
        code: map.territory().find(unit).map(|unit| unit.code.to_string()).unwrap_or_default(),
        name: map.name(unit).to_owned(),
        parent: map.parent(unit).map(|parent| map.name(parent.id).to_owned()),
    });
    Person { id: found.id.to_string(), name: found.name, birth_year: found.birth_year, unit }
}

fn text(people: &People) -> String {
    if people.people.is_empty() {
        return "Nobody was found.\n".to_owned();
    }
    let mut table = Table::new(&["Name", ">Born", "Home", "Id"]);
    for person in &people.people {
        let home = person.unit.as_ref().map_or_else(String::new, |unit| match &unit.parent {
            Some(parent) => format!("{}, {parent}", unit.name),
            None => unit.name.clone(),
        });
        table.row([person.name.clone(), person.birth_year.to_string(), home, person.id.clone()]);
    }
    table.text()
}
