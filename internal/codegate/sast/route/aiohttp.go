package route

import (
	"strings"

	g "bartizan/internal/syntax/generic"
)

// aiohttp: routes are added to the router of an application, or gathered in tables that are added as a whole.

var aiohttpMethods = map[string]string{"add_get": "GET", "add_post": "POST", "add_put": "PUT", "add_patch": "PATCH", "add_delete": "DELETE", "add_head": "HEAD", "add_view": "*", "add_route": "?"}

func (b *builder) aiohttpCall(id g.ID) {
	of, name := b.member(id)
	list, named := b.args(id)
	if of == 0 {
		return
	}
	switch {
	case name == "Application":
		if canonical, _ := b.u.Canonical(b.u.First(id)); canonical == "aiohttp.web.Application" && named["middlewares"] != 0 {
			if n := b.objectOf(id, pyMakers); n > 0 {
				b.out.Objects[n-1].Steps = append(b.out.Objects[n-1].Steps, b.steps(named["middlewares"])...)
			}
		}
	case aiohttpMethods[name] != "" && len(list) >= 2:
		if b.u.Nodes[of].Kind == g.Member && b.u.Name(b.u.Child(of, 1)) == "router" {
			of = b.u.First(of)
		}
		if n := b.objectOf(of, pyMakers); n > 0 {
			b.aiohttpRoute(id, n, aiohttpMethods[name], list)
		}
	case name == "add_routes" && len(list) == 1:
		if b.u.Nodes[of].Kind == g.Member && b.u.Name(b.u.Child(of, 1)) == "router" {
			of = b.u.First(of)
		}
		n := b.objectOf(of, pyMakers)
		if n == 0 {
			return
		}
		any := false
		b.each(list[0], func(item g.ID) {
			inner, method := b.member(item)
			if inner == 0 {
				return
			}
			m := pyMethods[method]
			switch {
			case method == "view":
				m = "*"
			case method == "route":
				m = "?"
			}
			if args, _ := b.args(item); m != "" && len(args) >= 2 {
				any = true
				b.aiohttpRoute(item, n, m, args)
			}
		})
		if !any {
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list[0]), At: b.at(id), Late: true})
		}
	case name == "add_subapp" && len(list) == 2:
		if n := b.objectOf(of, pyMakers); n > 0 {
			path, _ := b.pathText(list[0])
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Path: path, Steps: b.steps(list[1]), At: b.at(id), Late: true})
		}
	case (name == "append" || name == "extend") && len(list) == 1 && b.u.Nodes[of].Kind == g.Member && b.u.Name(b.u.Child(of, 1)) == "middlewares":
		if n := b.objectOf(b.u.First(of), pyMakers); n > 0 {
			b.out.Uses = append(b.out.Uses, Use{Object: n - 1, Steps: b.steps(list[0]), At: b.at(id), Late: true})
		}
	}
}

func (b *builder) aiohttpRoute(id g.ID, object int, method string, list []g.ID) {
	if method == "?" {
		if len(list) < 3 {
			return
		}
		m, _ := b.pathText(list[0])
		if method = strings.ToUpper(m); method == "" || method == "{}" {
			method = "*"
		}
		list = list[1:]
	}
	path, known := b.pathText(list[0])
	b.functionRoute(id, object, path, known, list[1], []string{method}, nil)
}
