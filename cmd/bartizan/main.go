// Command bartizan guards both gates of AI-assisted development: the tools an assistant connects to and the code it writes.
package main

import (
	"context"
	"os"
	"os/signal"

	"bartizan/internal/cli"
	"bartizan/internal/codegate/sast"
	"bartizan/internal/confine"
)

// roles are what this program does in confined children of itself.
func roles() []confine.Role {
	return []confine.Role{
		confine.Probe(),
		sast.Role(),
	}
}

func main() {
	confine.Main(roles()...) // in a child of this program this is all
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt is not waited on
	code := cli.Run(ctx, os.Args[1:], cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Parser: sast.Confined})
	stop()
	os.Exit(code)
}
