//! `sohoc reorganise`: a decree that changes the map, looked at and carried out.

use serde_json::{Value, json};
use sohoc_acts::territory::{self, Reorganised};
use sohoc_rules::territory::{Closed, Extent, MadeOf, Opened, PartRule, Preview};

use crate::cli::ReorganiseArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{Output, Table};

pub fn run(args: &ReorganiseArgs, config: &Config, output: Output) -> Result<()> {
    let decree = std::fs::read_to_string(&args.file).map_err(|source| Error::File {
        what: format!("The decree {} cannot be read", args.file.display()),
        source,
        remedy: "check the name of the file",
    })?;
    let office = office::open(config)?;
    if args.preview {
        let preview = territory::preview(&office, &decree)?;
        output.show(&preview_json(&preview), |_| preview_text(&preview))?;
        return if preview.conflicts.is_empty() {
            Ok(())
        } else {
            Err(Error::said(format!(
                "The decree cannot be carried out: {} conflicts; correct the lines named above.",
                preview.conflicts.len()
            )))
        };
    }
    let actor = office::actor(&office, args.sign_in.as_deref())?;
    let done = territory::reorganise(&office, &actor, &decree)?;
    output.show(&done_json(&done), |_| done_text(&done))
}

fn preview_json(preview: &Preview) -> Value {
    json!({
        "decree": preview.decree,
        "effective": preview.effective.to_string(),
        "closed": preview.closed.iter().map(closed_json).collect::<Vec<_>>(),
        "opened": preview.opened.iter().map(opened_json).collect::<Vec<_>>(),
        "moved": preview.moved,
        "renamed": preview.renamed,
        "counts": preview.counts.iter().map(|count| json!({ "level": count.level.code(),
            "before": count.before, "after": count.after })).collect::<Vec<_>>(),
        "conflicts": preview.conflicts.iter().map(|conflict| json!({ "line": conflict.line,
            "item": conflict.item, "code": conflict.refusal.code, "reason": conflict.refusal.reason,
            "remedy": conflict.refusal.remedy })).collect::<Vec<_>>(),
    })
}

fn closed_json(closed: &Closed) -> Value {
    json!({ "name": closed.name, "hamlets": closed.hamlets, "goes_to": names(&closed.goes_to) })
}

fn opened_json(opened: &Opened) -> Value {
    json!({ "name": opened.name, "hamlets": opened.hamlets, "made_of": names(&opened.made_of) })
}

fn names(ends: &[MadeOf]) -> Vec<String> {
    ends.iter().map(|end| format!("{}{}", end.name, part(end.extent))).collect()
}

fn part(extent: Extent) -> String {
    match extent {
        Extent::Whole => String::new(),
        Extent::Part(PartRule::Share(weight)) => format!(" ({} of {})", weight.part, weight.of),
        Extent::Part(PartRule::Hamlets) => " (by hamlets)".to_owned(),
        Extent::Part(PartRule::Unknown) => " (a part, not declared)".to_owned(),
    }
}

fn preview_text(preview: &Preview) -> String {
    let mut counts = Table::new(&["Level", ">Before", ">After"]);
    for count in &preview.counts {
        counts.row([count.level.to_string(), count.before.to_string(), count.after.to_string()]);
    }
    let mut opened = Table::new(&["Opens", ">Hamlets", "Made of"]);
    for unit in &preview.opened {
        opened.row([unit.name.clone(), unit.hamlets.to_string(), names(&unit.made_of).join(", ")]);
    }
    let mut closed = Table::new(&["Closes", ">Hamlets", "Goes to"]);
    for unit in &preview.closed {
        closed.row([unit.name.clone(), unit.hamlets.to_string(), names(&unit.goes_to).join(", ")]);
    }
    let mut text = format!(
        "Decree {}, in force from {}; nothing has been changed.\n\n{}\n{}\n{}\n{} units that stay get another \
         parent, {} another name.\n",
        preview.decree,
        preview.effective,
        counts.text(),
        opened.text(),
        closed.text(),
        preview.moved,
        preview.renamed
    );
    for conflict in &preview.conflicts {
        text.push_str(&format!("Line {}: {}: {}\n", conflict.line, conflict.item, conflict.refusal));
    }
    text
}

fn done_json(done: &Reorganised) -> Value {
    json!({ "closed": done.closed, "opened": done.opened, "moved": done.moved, "homes": done.homes,
        "roles": done.roles })
}

fn done_text(done: &Reorganised) -> String {
    format!(
        "{} units closed, {} opened; {} links to a new parent, {} homes and {} roles passed on.\n",
        done.closed, done.opened, done.moved, done.homes, done.roles
    )
}
