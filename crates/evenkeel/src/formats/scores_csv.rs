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
}

/// Reads the file. A missing column is a refusal of the file; a malformed line only of that line.
pub fn read(name: &str, text: &str) -> Result<Lines, Exit> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| unreadable(name, &e.to_string()))?.clone();
    let place = |column: &str| header.iter().position(|h| h.trim() == column);
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|c| place(c).is_none()).collect();
    if !missing.is_empty() {
        return Err(Exit::bad_input(Fault::new(
            format!("{name}: line 1"),
            format!("there is no column {}", missing.join(", ")),
            format!("a score file has the columns {}", COLUMNS.join(",")),
            "Name the columns in the first line",
        )));
    }
    let places = COLUMNS.map(|c| place(c).unwrap_or(usize::MAX));
    let mut lines = Lines { good: Vec::new(), refused: Vec::new() };
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(lines),
            Ok(true) => {
                let line = record.position().map_or(line, csv::Position::line);
                if record.len() == header.len() {
                    lines.good.push(line_of(line, &record, places));
                } else {
                    let reason = format!("{} fields where the first line has {}", record.len(), header.len());
                    lines.refused.push(RefusedLine { line, reason });
                }
            }
            Err(error) => {
                lines.refused.push(RefusedLine { line, reason: error.to_string() });
                if error.is_io_error() {
                    return Err(unreadable(name, &error.to_string()));
                }
            }
        }
    }
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

    #[test]
    fn a_short_line_is_refused_with_its_number_and_the_rest_is_read() {
        let text = "dataset,subject,day,session,instrument,score,event,arm\na,b,0,0,MADRS,20,baseline,x\na,b,0\na,c,1,0,MADRS,5,e,x\n";
        let lines = read("f.csv", text).unwrap();
        assert_eq!(lines.good.iter().map(|l| l.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(lines.refused[0].line, 3);
    }

    #[test]
    fn a_missing_column_is_named() {
        let refused = read("f.csv", "dataset,subject\n").err().map(|e| format!("{e:?}")).unwrap();
        assert!(refused.contains("instrument"), "{refused}");
    }
}
