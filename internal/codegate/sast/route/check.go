package route

import "errors"

var errIndex = errors.New("what a file says of its routes names what is not there")

// Check reports a file whose members name what is not there. Files may come from a cache: what passes can be joined without a
// look at any bound but that of questions, which the facts have.
func (f *File) Check(rules int) error {
	n := len(f.Objects)
	ok := true
	in := func(i int) { ok = ok && 0 <= i && i < n }
	may := func(i int) { ok = ok && 0 <= i && i <= n } // counts from 1
	step := func(s *Step) {
		may(s.Local)
		for _, r := range s.Refs {
			ok = ok && (r.Asked > 0 || r.Asked == 0 && r.Dotted != "")
		}
	}
	steps := func(list []Step) {
		for i := range list {
			step(&list[i])
		}
	}
	for i := range f.Objects {
		may(f.Objects[i].Parent)
		ok = ok && f.Objects[i].Asked >= 0
		steps(f.Objects[i].Steps)
	}
	for i := range f.Routes {
		in(f.Routes[i].Object)
		steps(f.Routes[i].Steps)
		step(&f.Routes[i].Handler)
	}
	for i := range f.Uses {
		in(f.Uses[i].Object)
		steps(f.Uses[i].Steps)
	}
	for i := range f.Hands {
		in(f.Hands[i].Object)
		ok = ok && f.Hands[i].Asked > 0
	}
	for i := range f.Returns {
		in(f.Returns[i].Object)
	}
	for i := range f.Gives {
		step(&f.Gives[i].Step)
	}
	for i := range f.Values {
		step(&f.Values[i].Step)
	}
	for i := range f.Views {
		v := &f.Views[i]
		ok = ok && (i == 0 || f.Views[i-1].Start <= v.Start)
		steps(v.Steps)
		steps(v.Needs)
		if v.Parts != nil {
			step(v.Parts)
		}
		for k := range v.Verbs {
			steps(v.Verbs[k].Steps)
			step(&v.Verbs[k].Handler)
		}
	}
	for i := range f.Subjects {
		ok = ok && f.Subjects[i].Rule >= 0 && f.Subjects[i].Rule < rules
	}
	if !ok {
		return errIndex
	}
	return nil
}
