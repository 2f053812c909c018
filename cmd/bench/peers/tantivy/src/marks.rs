//! Marks what a query finds in a text, by the words of the text as they were when it was indexed: each
//! is stored beside it, as a number, with its place.

use std::io::{BufRead, BufReader};

use crate::question::Leaf;

/// The words by their numbers, with their stems.
pub struct Vocabulary(Vec<(String, String)>);

impl Vocabulary {
    pub fn read(dir: &str) -> tantivy::Result<Vocabulary> {
        let file = std::fs::File::open(std::path::Path::new(dir).join("vocabulary.tsv"))?;
        let mut words = Vec::new();
        for line in BufReader::new(file).lines() {
            let line = line?;
            let (word, stem) = line.split_once('\t').expect("a word and its stem");
            words.push((word.to_string(), stem.to_string()));
        }
        Ok(Vocabulary(words))
    }

    /// Returns the text with marks. tokens are three numbers for each word: its own, how far it begins
    /// behind the end of the one before, and its length.
    pub fn mark(&self, text: &str, tokens: &[u8], leaves: &[Leaf]) -> String {
        let mut words = Vec::new();
        let (mut at, mut end) = (0, 0);
        while at < tokens.len() {
            let word = varint(tokens, &mut at);
            let start = end + varint(tokens, &mut at);
            end = start + varint(tokens, &mut at);
            words.push((&self.0[word], start, end));
        }
        let mut marked = String::with_capacity(text.len() + 64);
        let (mut done, mut i) = (0, 0);
        while i < words.len() {
            let n = leaves.iter().map(|l| matched(l, &words[i..])).max().unwrap_or(0);
            if n > 0 {
                let (from, to) = (words[i].1, words[i + n - 1].2);
                marked.push_str(&text[done..from]);
                marked.push_str("<b>");
                marked.push_str(&text[from..to]);
                marked.push_str("</b>");
                done = to;
            }
            i += n.max(1);
        }
        marked.push_str(&text[done..]);
        marked
    }
}

/// How many of the first words a leaf finds.
fn matched(leaf: &Leaf, words: &[(&(String, String), usize, usize)]) -> usize {
    let (word, stem) = words[0].0;
    let one = match leaf {
        Leaf::Stem(s) => stem == s,
        Leaf::Prefix(p) => word.starts_with(p.as_str()),
        Leaf::Wildcard(p) => like(p.as_bytes(), word.as_bytes()),
        Leaf::Phrase { stems, terms } => {
            let there = terms.len() <= words.len()
                && terms.iter().zip(words).all(|(t, w)| t == if *stems { &w.0.1 } else { &w.0.0 });
            return if there { terms.len() } else { 0 };
        }
    };
    one as usize
}

/// Whether a word is like a pattern of letters, * and ?.
fn like(pattern: &[u8], word: &[u8]) -> bool {
    match pattern.first() {
        None => word.is_empty(),
        Some(b'*') => (0..=word.len()).any(|n| like(&pattern[1..], &word[n..])),
        Some(b'?') => !word.is_empty() && like(&pattern[1..], &word[1..]),
        Some(c) => word.first() == Some(c) && like(&pattern[1..], &word[1..]),
    }
}

/// Writes a number in 7 bits a byte.
pub fn put_varint(bytes: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        bytes.push(n as u8 | 0x80);
        n >>= 7;
    }
    bytes.push(n as u8);
}

fn varint(bytes: &[u8], at: &mut usize) -> usize {
    let (mut n, mut shift) = (0, 0);
    loop {
        let b = bytes[*at];
        *at += 1;
        n |= ((b & 0x7f) as usize) << shift;
        if b < 0x80 {
            return n;
        }
        shift += 7;
    }
}
