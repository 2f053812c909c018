//! Answers the questions of the bench with tantivy: `tantivy-peer build DIR` makes an index of the
//! passages on standard input, `tantivy-peer ask DIR WAY` answers the questions there, a line each;
//! ../../process.go says what stands in the lines. WAY is "beside", a count beside a top ten that
//! passes over what cannot come first, or "once", one pass over all that is found.

mod build;
mod counts;
mod marks;
mod question;

use std::io::{BufRead, Write};
use std::time::Instant;

use tantivy::collector::{Count, MultiCollector, TopDocs};
use tantivy::query::Query;
use tantivy::schema::{Field, Schema, Value};
use tantivy::{DocAddress, Index, Score, Searcher, TantivyDocument};

use counts::Counts;
use marks::Vocabulary;
use question::{Leaf, Question};

/// The fields that are filtered and counted.
pub const FIELDS: [&str; 6] = ["country", "year", "tier", "section", "report", "kind"];

fn main() -> tantivy::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "build" => build::index(&args[2]),
        "ask" => ask(&args[2], args[3] == "once"),
        other => panic!("{other}?"),
    }
}

/// The index, and what is needed to answer.
struct Engine {
    searcher: Searcher,
    schema: Schema,
    text: Field,
    tokens: Field,
    vocabulary: Vocabulary,
    once: bool,
}

fn ask(dir: &str, once: bool) -> tantivy::Result<()> {
    let index = Index::open_in_dir(dir)?;
    let schema = index.schema();
    let engine = Engine {
        searcher: index.reader()?.searcher(),
        text: schema.get_field("text")?,
        tokens: schema.get_field("tokens")?,
        vocabulary: Vocabulary::read(dir)?,
        schema,
        once,
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut answer = (0, Vec::new());
        let (mut wall, mut cpu) = (0, 0);
        for _ in 0..Question::parse(&line, &engine.schema).times {
            let (start, used) = (Instant::now(), processor_time());
            answer = engine.answer(&Question::parse(&line, &engine.schema))?;
            cpu = processor_time() - used;
            wall = start.elapsed().as_nanos();
        }
        let mut fields = vec![answer.0.to_string(), wall.to_string(), cpu.to_string()];
        fields.extend(answer.1.iter().map(|t| t.replace(['\t', '\n', '\r'], " ")));
        writeln!(out, "{}", fields.join("\t"))?;
        out.flush()?;
    }
    Ok(())
}

/// What this thread has used of processors, in nanoseconds.
fn processor_time() -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

impl Engine {
    /// Returns how many passages are found, and the texts of those wanted, marked if that is wanted.
    fn answer(&self, q: &Question) -> tantivy::Result<(usize, Vec<String>)> {
        let (skip, size) = match q.task {
            "year" | "count" => (0, 0),
            "page" => (1000, 10),
            "export" => (0, 1000),
            _ => (0, 10),
        };
        let counts = match q.task {
            "facets" => Some(Counts::of(&FIELDS)),
            "year" => Some(Counts::of(&["year"])),
            _ => None,
        };
        let query = q.query.as_ref();
        let (total, hits) = match counts {
            None if size == 0 => (query.count(&self.searcher)?, vec![]),
            Some(counts) if size == 0 => (self.searcher.search(query, &counts)?, vec![]),
            counts if self.once => self.in_one_pass(query, skip, size, counts)?,
            counts => {
                let top = TopDocs::with_limit(size).and_offset(skip).order_by_score();
                let hits = self.searcher.search(query, &top)?;
                let total = match counts {
                    None => query.count(&self.searcher)?,
                    Some(counts) => self.searcher.search(query, &counts)?,
                };
                (total, hits)
            }
        };
        let texts = hits.iter().map(|(_, at)| if q.bare { Ok(String::new()) } else { self.marked(*at, &q.leaves) });
        Ok((total, texts.collect::<tantivy::Result<_>>()?))
    }

    fn in_one_pass(&self, query: &dyn Query, skip: usize, size: usize, counts: Option<Counts>) -> tantivy::Result<(usize, Vec<(Score, DocAddress)>)> {
        let mut all = MultiCollector::new();
        let top = all.add_collector(TopDocs::with_limit(size).and_offset(skip).order_by_score());
        let (total, values) = match counts {
            None => (Some(all.add_collector(Count)), None),
            Some(counts) => (None, Some(all.add_collector(counts))),
        };
        let mut found = self.searcher.search(query, &all)?;
        let total = total.map(|t| t.extract(&mut found)).or(values.map(|v| v.extract(&mut found)));
        Ok((total.unwrap(), top.extract(&mut found)))
    }

    fn marked(&self, at: DocAddress, leaves: &[Leaf]) -> tantivy::Result<String> {
        let doc: TantivyDocument = self.searcher.doc(at)?;
        let text = doc.get_first(self.text).and_then(|v| v.as_str()).unwrap_or("");
        let tokens = doc.get_first(self.tokens).and_then(|v| v.as_bytes()).unwrap_or(&[]);
        Ok(self.vocabulary.mark(text, tokens, leaves))
    }
}
