package document

import "verbatim/corpus/prose"

// Every word of a file is accounted for: it ends in a block, or in a list of what
// was left out, each with a reason that is certain. What is conserved on the way
// from a file to its blocks is the number of its letters and digits: joining a word
// that was broken over lines, and parting two that were glued, change the words and
// leave the letters. So each reader counts the letters of all the text that it gets
// out of a file, before it judges any of it, and Account compares.

// A LeftOut is text of a file that is in no block.
type LeftOut struct {
	Why  string // in a few words: "page heads", "navigation", "table of contents"
	Text string
	Page int // of the file, from 1; 0 where there are no pages
}

// LeaveOut records text that is in no block, and why. Text without a letter or
// digit is not recorded.
func (d *Document) LeaveOut(why, text string, page int) {
	if prose.Letters(text) > 0 {
		d.LeftOut = append(d.LeftOut, LeftOut{why, text, page})
	}
}

// Account returns how many letters and digits of the file are in no block and not
// left out either: 0 if every word is accounted for, less than 0 if something is
// there twice. A reader that does not count its file's letters has Letters 0, and
// is believed.
func (d *Document) Account() (missing int) {
	if d.Letters == 0 {
		return 0
	}
	missing = d.Letters + d.Restored
	for _, b := range d.Blocks {
		missing -= prose.Letters(b.Text)
	}
	for _, l := range d.LeftOut {
		missing -= prose.Letters(l.Text)
	}
	return missing
}
