package formula

import "go.yaml.in/yaml/v3"

// DefaultOptions are what Semgrep documents for a rule without options.
func DefaultOptions() Options {
	return Options{
		ConstantPropagation: true, ACMatching: true, VardefAssign: true, AttrExpr: true, UnifyIDsStrictly: true, ArrowIsFunction: true, LetIsVar: true, GoDeeperExpr: true,
		GoDeeperStmt: true, ImplicitDeepExprstmt: true, ImplicitEllipsis: true, XMLSingletonLooseMatching: true, XMLAttrsImplicitEllipsis: true, XMLChildrenOrdered: true,
		ImplicitReturn: true, GenericEllipsisMaxSpan: 10,
	}
}

// flags are the options that are true or false.
var flags = map[string]func(*Options) *bool{
	"constant_propagation":                     func(o *Options) *bool { return &o.ConstantPropagation },
	"symbolic_propagation":                     func(o *Options) *bool { return &o.SymbolicPropagation },
	"ac_matching":                              func(o *Options) *bool { return &o.ACMatching },
	"commutative_boolop":                       func(o *Options) *bool { return &o.CommutativeBoolop },
	"symmetric_eq":                             func(o *Options) *bool { return &o.SymmetricEq },
	"vardef_assign":                            func(o *Options) *bool { return &o.VardefAssign },
	"flddef_assign":                            func(o *Options) *bool { return &o.FlddefAssign },
	"attr_expr":                                func(o *Options) *bool { return &o.AttrExpr },
	"unify_ids_strictly":                       func(o *Options) *bool { return &o.UnifyIDsStrictly },
	"arrow_is_function":                        func(o *Options) *bool { return &o.ArrowIsFunction },
	"let_is_var":                               func(o *Options) *bool { return &o.LetIsVar },
	"go_deeper_expr":                           func(o *Options) *bool { return &o.GoDeeperExpr },
	"go_deeper_stmt":                           func(o *Options) *bool { return &o.GoDeeperStmt },
	"implicit_deep_exprstmt":                   func(o *Options) *bool { return &o.ImplicitDeepExprstmt },
	"implicit_ellipsis":                        func(o *Options) *bool { return &o.ImplicitEllipsis },
	"xml_singleton_loose_matching":             func(o *Options) *bool { return &o.XMLSingletonLooseMatching },
	"xml_attrs_implicit_ellipsis":              func(o *Options) *bool { return &o.XMLAttrsImplicitEllipsis },
	"xml_children_ordered":                     func(o *Options) *bool { return &o.XMLChildrenOrdered },
	"implicit_return":                          func(o *Options) *bool { return &o.ImplicitReturn },
	"decorators_order_matters":                 func(o *Options) *bool { return &o.DecoratorsOrderMatters },
	"taint_unify_mvars":                        func(o *Options) *bool { return &o.TaintUnifyMvars },
	"taint_assume_safe_functions":              func(o *Options) *bool { return &o.TaintAssumeSafeFunctions },
	"taint_assume_safe_indexes":                func(o *Options) *bool { return &o.TaintAssumeSafeIndexes },
	"taint_assume_safe_comparisons":            func(o *Options) *bool { return &o.TaintAssumeSafeComparisons },
	"taint_assume_safe_booleans":               func(o *Options) *bool { return &o.TaintAssumeSafeBooleans },
	"taint_assume_safe_numbers":                func(o *Options) *bool { return &o.TaintAssumeSafeNumbers },
	"taint_only_propagate_through_assignments": func(o *Options) *bool { return &o.TaintOnlyPropagateThroughAssignments },
	"taint_intrafile":                          func(o *Options) *bool { return &o.TaintIntrafile },
	"interfile":                                func(o *Options) *bool { return &o.Interfile },
	"generic_caseless":                         func(o *Options) *bool { return &o.GenericCaseless },
}

// ignored are options that say how long or how much, which our budgets say, or that have no meaning here.
var ignored = map[string]bool{"timeout": true, "dynamic_timeout": true, "dynamic_timeout_unit_kb": true, "dynamic_timeout_max_multiplier": true, "taint_fixpoint_timeout": true,
	"taint_intrafile_timeout": true, "max_match_per_file": true, "cpp_parsing_pref": true, "interfile_timeout": true, "interproc": true}

func (l *loader) options(o *Options, n *yaml.Node) error {
	pairs, err := l.mapping(n, "options")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if field, ok := flags[p.key]; ok {
			if *field(o), err = l.truth(p.value, p.key); err != nil {
				return err
			}
			continue
		}
		switch {
		case p.key == "generic_ellipsis_max_span":
			if o.GenericEllipsisMaxSpan, err = l.number(p.value, p.key); err == nil && o.GenericEllipsisMaxSpan < 0 {
				err = faultAt(p.value, p.key, "is negative")
			}
		case p.key == "generic_comment_style":
			o.GenericCommentStyle, err = l.text(p.value, p.key)
			if s := o.GenericCommentStyle; err == nil && s != "c" && s != "cpp" && s != "shell" {
				err = faultAt(p.value, p.key, "%q is unknown: use c, cpp or shell", short(s))
			}
		case p.key == "generic_engine":
			engine, e := l.text(p.value, p.key)
			if err = e; err == nil && engine != "spacegrep" {
				err = faultAt(p.value, p.key, "%q is not supported", short(engine))
			}
		case ignored[p.key]:
		default:
			l.warn(p.at.Line, p.key, "unknown option")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
