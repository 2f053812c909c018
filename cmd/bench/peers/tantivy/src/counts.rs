//! Counts the passages of each value of some fields, and all.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// The collector. What comes of it is how many passages are found; the counts of the values are made
/// and thrown away, since the index is one segment and nobody reads them.
pub struct Counts(Vec<&'static str>);

impl Counts {
    pub fn of(fields: &[&'static str]) -> Counts {
        Counts(fields.to_vec())
    }
}

pub struct InSegment {
    fields: Vec<(Column<u64>, Vec<u32>)>,
    values: Vec<Option<u64>>,
    total: usize,
}

impl Collector for Counts {
    type Fruit = usize;
    type Child = InSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let mut fields = Vec::new();
        for name in &self.0 {
            let values = segment.fast_fields().str(name)?.expect("a fast field");
            let counts = vec![0; values.num_terms()];
            fields.push((values.ords().clone(), counts));
        }
        Ok(InSegment { fields, values: Vec::new(), total: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, totals: Vec<usize>) -> tantivy::Result<usize> {
        Ok(totals.iter().sum())
    }
}

impl SegmentCollector for InSegment {
    type Fruit = usize;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.total += docs.len();
        self.values.resize(docs.len(), None);
        for (column, counts) in &mut self.fields {
            column.first_vals(docs, &mut self.values);
            for ord in self.values.iter().flatten() {
                counts[*ord as usize] += 1;
            }
        }
    }

    fn harvest(self) -> usize {
        std::hint::black_box(&self.fields);
        self.total
    }
}
