//! Makes an index of one segment: the words and the stems of each passage as verbatim reads them.

use std::collections::HashMap;
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;

use tantivy::schema::{FAST, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexWriter, TantivyDocument};

use crate::FIELDS;
use crate::marks::put_varint;

pub fn index(dir: &str) -> tantivy::Result<()> {
    let mut b = Schema::builder();
    let positions = || {
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions))
    };
    let (words, stems) = (b.add_text_field("words", positions()), b.add_text_field("stems", positions()));
    let (text, places) = (b.add_text_field("text", STORED), b.add_bytes_field("tokens", STORED));
    let fields = FIELDS.map(|name| b.add_text_field(name, STRING | FAST));
    std::fs::create_dir_all(dir)?;
    let index = Index::create_in_dir(dir, b.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 1_000_000_000)?;
    let mut vocabulary = Vocabulary::default();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let parts: Vec<&str> = line.split('\t').collect();
        let mut doc = TantivyDocument::new();
        for (field, value) in fields.iter().zip(&parts) {
            doc.add_text(*field, value);
        }
        let (mut of_words, mut of_stems, mut stored) = (Vec::new(), Vec::new(), Vec::new());
        let mut end = 0;
        let tokens: Vec<&str> = parts[FIELDS.len() + 1].split(' ').collect();
        for (position, t) in tokens.chunks_exact(4).enumerate() {
            let (from, to) = (t[2].parse::<usize>().expect("a place"), t[3].parse::<usize>().expect("a place"));
            put_varint(&mut stored, vocabulary.number(t[0], t[1]));
            put_varint(&mut stored, from - end);
            put_varint(&mut stored, to - from);
            end = to;
            let token = |text: &str| Token { offset_from: from, offset_to: to, position, text: text.into(), position_length: 1 };
            of_words.push(token(t[0]));
            of_stems.push(token(t[1]));
        }
        doc.add_pre_tokenized_text(words, PreTokenizedString { text: String::new(), tokens: of_words });
        doc.add_pre_tokenized_text(stems, PreTokenizedString { text: String::new(), tokens: of_stems });
        doc.add_text(text, unescaped(parts[FIELDS.len()]));
        doc.add_bytes(places, &stored);
        writer.add_document(doc)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    vocabulary.write(dir)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut runes = text.chars();
    while let Some(c) = runes.next() {
        plain.push(match c {
            '\\' => match runes.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => c,
            },
            _ => c,
        });
    }
    plain
}

/// Numbers the words.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<String, usize>,
    lines: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, word: &str, stem: &str) -> usize {
        if let Some(n) = self.numbers.get(word) {
            return *n;
        }
        self.lines.push(format!("{word}\t{stem}"));
        self.numbers.insert(word.into(), self.lines.len() - 1);
        self.lines.len() - 1
    }

    fn write(&self, dir: &str) -> tantivy::Result<()> {
        let mut out = BufWriter::new(std::fs::File::create(Path::new(dir).join("vocabulary.tsv"))?);
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
        Ok(())
    }
}
