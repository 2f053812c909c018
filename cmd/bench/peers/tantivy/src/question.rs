//! A question, as ../../process.go writes it in a line.

use std::str::Split;

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Schema};

pub struct Question<'a> {
    pub times: usize, // that it is to be answered
    pub task: &'a str,
    pub bare: bool, // without texts and marks
    pub query: Box<dyn Query>,
    pub leaves: Vec<Leaf>, // what is marked
}

/// What is marked of a text.
pub enum Leaf {
    Stem(String),
    Prefix(String),
    Wildcard(String),
    Phrase { stems: bool, terms: Vec<String> },
}

impl<'a> Question<'a> {
    pub fn parse(line: &'a str, schema: &'a Schema) -> Question<'a> {
        let mut p = Parser { parts: line.split('\t'), schema, leaves: Vec::new() };
        let (times, task, bare) = (p.number(), p.next(), p.next() == "bare");
        let query = p.query(true);
        Question { times, task, bare, query, leaves: p.leaves }
    }
}

struct Parser<'a> {
    parts: Split<'a, char>,
    schema: &'a Schema,
    leaves: Vec<Leaf>,
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> &'a str {
        self.parts.next().expect("one more part")
    }

    fn number(&mut self) -> usize {
        self.next().parse().expect("a number")
    }

    fn term(&self, field: &str, text: &str) -> Term {
        Term::from_field_text(self.schema.get_field(field).expect("a field"), text)
    }

    /// Reads a query; marked says whether what it finds is.
    fn query(&mut self, marked: bool) -> Box<dyn Query> {
        let kind = self.next();
        self.query_of(kind, marked)
    }

    fn query_of(&mut self, kind: &str, marked: bool) -> Box<dyn Query> {
        match kind {
            "stem" => {
                let stem = self.next();
                self.mark(marked, Leaf::Stem(stem.into()));
                Box::new(TermQuery::new(self.term("stems", stem), IndexRecordOption::WithFreqs))
            }
            "prefix" => {
                let prefix = self.next();
                self.mark(marked, Leaf::Prefix(prefix.into()));
                self.pattern(&format!("{prefix}.*"))
            }
            "wildcard" => {
                let pattern = self.next();
                self.mark(marked, Leaf::Wildcard(pattern.into()));
                self.pattern(&pattern.replace('*', ".*").replace('?', "."))
            }
            "phrase" => {
                let field = self.next();
                let n = self.number();
                let terms: Vec<&str> = (0..n).map(|_| self.next()).collect();
                let query = PhraseQuery::new(terms.iter().map(|t| self.term(field, t)).collect());
                self.mark(marked, Leaf::Phrase { stems: field == "stems", terms: terms.iter().map(|t| t.to_string()).collect() });
                Box::new(query)
            }
            "near" => self.near(marked),
            "is" => {
                let (field, value) = (self.next(), self.next());
                let is = TermQuery::new(self.term(field, value), IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(is), 0.0))
            }
            "and" => self.all(Occur::Must, marked),
            "or" => self.all(Occur::Should, marked),
            other => panic!("{other}?"),
        }
    }

    fn all(&mut self, occur: Occur, marked: bool) -> Box<dyn Query> {
        let mut all = Vec::new();
        for _ in 0..self.number() {
            match self.next() {
                "not" => all.push((Occur::MustNot, self.query(false))),
                kind => all.push((occur, self.query_of(kind, marked))),
            }
        }
        Box::new(BooleanQuery::new(all))
    }

    /// Two words near each other are a phrase of both in the same place, but for so many words.
    fn near(&mut self, marked: bool) -> Box<dyn Query> {
        let (left, right) = (self.stems(marked), self.stems(marked));
        let distance = self.number() as u32;
        let mut pairs: Vec<Box<dyn Query>> = Vec::new();
        for l in &left {
            for r in &right {
                let both = vec![(0, self.term("stems", l)), (0, self.term("stems", r))];
                pairs.push(Box::new(PhraseQuery::new_with_offset_and_slop(both, distance)));
            }
        }
        if pairs.len() == 1 { pairs.remove(0) } else { Box::new(BooleanQuery::union(pairs)) }
    }

    /// Reads stems of which one is to stand there.
    fn stems(&mut self, marked: bool) -> Vec<&'a str> {
        let n = self.number();
        let stems: Vec<&str> = (0..n).map(|_| self.next()).collect();
        for s in &stems {
            self.mark(marked, Leaf::Stem(s.to_string()));
        }
        stems
    }

    fn pattern(&self, pattern: &str) -> Box<dyn Query> {
        let words = self.schema.get_field("words").expect("a field");
        Box::new(RegexQuery::from_pattern(pattern, words).expect("a pattern"))
    }

    fn mark(&mut self, marked: bool, leaf: Leaf) {
        if marked {
            self.leaves.push(leaf);
        }
    }
}
