package alike

import "verbatim/index/forward"

// Merge returns what is known of the passages of several parts for the part that is written
// of them. Which wordings say nearly the same is known: none is compared with another. First
// says that no part stands before them.
func Merge(parts []*forward.Index, first bool, written *forward.Index) *forward.Alike {
	merged := &wordingsOf(written).alike
	var found related
	for _, p := range parts {
		all := knownIn(p)
		for n, k := range all {
			same := p.Alike.Same(uint32(n))
			if len(same) == 0 {
				continue
			}
			if own, kept := merged.Find(k.length, k.key); kept {
				for _, other := range same {
					found.link(merged, own, all[other])
				}
			}
		}
		for _, link := range p.Alike.Before {
			if own, kept := merged.Find(all[link.Own].length, all[link.Own].key); kept {
				found.link(merged, own, known{link.Length, link.Key})
			}
		}
	}
	found.put(merged)
	if first {
		merged.Before = nil
	}
	sortLinks(merged)
	return merged
}

// knownIn returns what each wording of a part is known by.
func knownIn(p *forward.Index) (all []known) {
	for i, length := range p.Alike.Lengths {
		for _, key := range p.Alike.Keys[p.Alike.Firsts[i]:p.Alike.Firsts[i+1]] {
			all = append(all, known{length, key})
		}
	}
	return all
}

// link adds that a wording says what another says. It is kept also as a link to the parts
// before, which may have the same wording, and may have it longer.
func (r *related) link(merged *forward.Alike, own uint32, other known) {
	if same, kept := merged.Find(other.length, other.key); kept {
		r.add(own, same)
	}
	merged.Before = append(merged.Before, forward.Link{Own: own, Length: other.length, Key: other.key})
}
