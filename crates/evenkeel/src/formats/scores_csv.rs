//! Long score files: `dataset,subject,day,session,instrument,score,event,arm`.

use evenkeel_practice::import::{RefusedLine, ScoreLine};

use crate::cli::exit::{Exit, Fault};

const COLUMNS: [&str; 8] = ["dataset", "subject", "day", "session", "instrument", "score", "event", "arm"];

/// The lines of a file: those that read as lines of scores, and those that do not.
pub struct Lines {
    /// To be held against a mapping.
    pub good: Vec<ScoreLine>,
    /// Malformed, with the reason.
    pub refused: Vec<RefusedLine>,
    /// Columns that nothing reads.
    pub ignored: Vec<String>,
}

/// Reads the file. A missing column is a refusal of the file; a malformed line only of that line. Every
/// line is read for itself: no field of a score file goes on over a line's end, so that a forgotten
/// quotation mark costs its own line and not the rest of the file.
pub fn read(name: &str, text: &str) -> Result<Lines, Exit> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut numbered = (1..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty());
    let (number, first) = numbered.next().unwrap_or((1, ""));
    let header = fields(first).map_err(|why| unreadable(&format!("{name}: line {number}"), &why))?;
    let places = places(name, number, &header)?;
    let unread = |place: &usize| !places.contains(place);
    let ignored = (0..header.len()).filter(unread).filter_map(|i| header.get(i)).map(str::to_owned).collect();
    let mut lines = Lines { good: Vec::new(), refused: Vec::new(), ignored };
    for (line, text) in numbered {
        match fields(text) {
            Ok(record) if record.len() == header.len() => lines.good.push(line_of(line, &record, places)),
            Ok(record) => {
                let reason = format!("{} fields where the first line has {}", record.len(), header.len());
                lines.refused.push(RefusedLine { line, reason });
            }
            Err(reason) => lines.refused.push(RefusedLine { line, reason }),
        }
    }
    Ok(lines)
}

/// Where each column stands.
fn places(name: &str, line: u64, header: &csv::StringRecord) -> Result<[usize; 8], Exit> {
    let place = |column: &str| header.iter().position(|h| h.trim() == column);
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|c| place(c).is_none()).collect();
    if missing.is_empty() {
        return Ok(COLUMNS.map(|c| place(c).unwrap_or(usize::MAX)));
    }
    let semicolons = header.len() == 1 && header.iter().any(|h| h.contains(';'));
    let remedy = if semicolons {
        "It is separated by semicolons: save it with commas"
    } else {
        "Name the columns in the first line"
    };
    Err(Exit::bad_input(Fault::new(
        format!("{name}: line {line}"),
        format!("there is no column {}", missing.join(", ")),
        format!("a score file has the columns {}", COLUMNS.join(",")),
        remedy,
    )))
}

/// The fields of one line.
fn fields(line: &str) -> Result<csv::StringRecord, String> {
    if !line.matches('"').count().is_multiple_of(2) {
        return Err("a quotation mark opens and does not close".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(512)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).map_err(|error| error.to_string())?;
    Ok(record)
}

fn line_of(line: u64, record: &csv::StringRecord, places: [usize; 8]) -> ScoreLine {
    let [dataset, subject, day, _, instrument, score, event, arm] =
        places.map(|i| record.get(i).unwrap_or_default().trim().to_owned());
    ScoreLine { line, dataset, subject, day, instrument, score, event, arm }
}

fn unreadable(name: &str, why: &str) -> Exit {
    Exit::bad_input(Fault::new(name, "it is not a CSV file", why, "Save it as comma-separated text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "dataset,subject,day,session,instrument,score,event,arm";

    fn check(lines: &str, good: &[u64], refused: &[u64]) {
        let read = read("f.csv", lines).unwrap();
        assert_eq!(read.good.iter().map(|l| l.line).collect::<Vec<_>>(), good, "{lines:?}");
        assert_eq!(read.refused.iter().map(|l| l.line).collect::<Vec<_>>(), refused, "{lines:?}");
    }

    #[test]
    fn a_malformed_line_is_refused_with_its_number_and_the_rest_is_read() {
        let good = "a,b,0,0,MADRS,20,baseline,x";
        check(&format!("{FIRST}\n{good}\na,b,0\n{good}\n"), &[2, 4], &[3]);
        check(&format!("{FIRST}\n{good},extra\n{good}"), &[3], &[2]);
        check(&format!("{FIRST}\na,\"b,0,0,MADRS,20,e,x\n{good}\n"), &[3], &[2]);
        check(&format!("{FIRST}\r\n{good}\r\n\r\n{good}\r\n"), &[2, 4], &[]);
        check(&format!("{FIRST}\r{good}\r{good}"), &[2, 3], &[]);
        check(&format!("\n{FIRST}\n{good}"), &[3], &[]);
        check(FIRST, &[], &[]);
    }

    #[test]
    fn a_quoted_field_may_hold_a_comma_and_a_quotation_mark() {
        let text = format!("{FIRST}\na,b,0,0,MADRS,20,\"day 2, \"\"late\"\"\",x\n");
        assert_eq!(read("f.csv", &text).unwrap().good[0].event, "day 2, \"late\"");
    }

    #[test]
    fn columns_may_stand_in_any_order_and_others_are_told() {
        let text = "arm,dataset,subject,day,session,instrument,score,event,site\nx,a,b,0,0,MADRS,20,e,1\n";
        let read = read("f.csv", text).unwrap();
        assert_eq!((read.good[0].arm.as_str(), read.ignored), ("x", vec!["site".to_owned()]));
    }

    fn refused(text: &str, words: &str) {
        let said = read("f.csv", text).err().map(|e| e.to_string()).unwrap();
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn a_file_of_another_kind_is_told_what_is_missing() {
        refused("dataset,subject\n", "no column day, session, instrument");
        refused(&FIRST.replace(',', ";"), "save it with commas");
        refused("\"dataset", "does not close");
    }
}
