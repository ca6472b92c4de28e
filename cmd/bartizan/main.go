// Command bartizan guards both gates of AI-assisted development: the tools an assistant connects to and the code it writes.
package main

import (
	"context"
	"os"
	"os/signal"

	"bartizan/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt is not waited on
	code := cli.Run(ctx, os.Args[1:], cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
	stop()
	os.Exit(code)
}
